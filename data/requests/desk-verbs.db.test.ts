import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { openFinding } from '#data/findings/open.ts'
import { readFinding } from '#data/findings/read.ts'
import { newReviewed } from '#data/findings/test-request.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { createUser } from '#data/users/create.ts'
import { STAFF_ROLES } from '#domain/actor.ts'
import { approveRequest } from './approve.ts'
import { assignRequest } from './assign.ts'
import { findForDesk } from './find-for-desk.ts'
import { refuseRequest } from './refuse.ts'
import { retryTask } from './retry-task.ts'
import { revealContact } from './reveal-contact.ts'
import { sendBack } from './send-back.ts'
import { submitForReview } from './submit-for-review.ts'

type Home = Awaited<ReturnType<typeof newController>>

const eight = <T>(run: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, run))
const reasonOf = (result: { ok: boolean; reason?: string }) => (result.ok ? 'ok' : result.reason)
const eventsOf = ({ system }: Home, requestId: string) =>
  transact(system, async (tx) => {
    const events = await tx.event.findMany({ where: { requestId }, orderBy: { seq: 'asc' } })
    return events.map(({ type }) => type)
  })
const load = ({ system }: Home, id: string) =>
  transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id }, include: { tasks: true, clocks: true } }))
const refusal = { code: 'exempt', article: 'UU PDP pasal 15', explanation: 'Karena Siti masih bersengketa.' } as const

async function newColleague(home: Home, role: 'agent' | 'auditor' = 'agent') {
  const account = { email: `${randomUUID()}@toko.example`, name: 'Dewi Wulandari', role, password: null }
  const created = await createUser(home.system, account, NOW)
  if (!created.ok) throw new Error(created.reason)
  return created.value.userId
}

async function newSubmitted(home: Home, right: 'access' | 'erasure' = 'access') {
  const request = await newReviewed(home, { right })
  const submitted = await submitForReview(home.staff('agent'), request, NOW)
  if (!submitted.ok) throw new Error(submitted.reason)
  return { ...request, version: request.version + 1 }
}

test('one asks, another approves: a timer starts the execution and every step is recorded', async () => {
  const home = await newController({ cancelWindowMinutes: 90 })
  const request = await newSubmitted(home, 'erasure')
  const results = await eight(() => approveRequest(home.staff('lead'), request, NOW))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  const after = await load(home, request.id)
  expect(after).toMatchObject({ status: 'approved', executeAfter: new Date('2026-11-20T09:34:00Z') })
  const timers = await transact(home.system, (tx) =>
    tx.timer.findMany({ where: { requestId: request.id, kind: 'execute' } }),
  )
  expect(timers).toMatchObject([{ dueAt: after.executeAfter, doneAt: null }])
  expect(await eventsOf(home, request.id)).toEqual(['request.received', 'review.submitted', 'request.approved'])
})

test('nobody approves their own asking, nor what changed since they looked', async () => {
  const home = await newController()
  const request = await newReviewed(home)
  const lead = home.staff('lead')
  expect(await submitForReview(lead, request, NOW)).toMatchObject({ ok: true })
  const pinned = { ...request, version: request.version + 1 }
  expect(await approveRequest(lead, pinned, NOW)).toEqual({ ok: false, reason: 'same_person' })
  expect(await approveRequest(home.staff('reviewer'), request, NOW)).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect(await eventsOf(home, request.id)).toEqual(['request.received', 'review.submitted'])
})

test('of eight who ask for approval at once, one does', async () => {
  const home = await newController()
  const request = await newReviewed(home)
  const results = await eight(() => submitForReview(home.staff('agent'), request, NOW))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
})

test('an answer goes only to a contact that a source held before; the request can still be refused', async () => {
  const home = await newController()
  const request = await newReviewed(home, {}, { contactOnFile: false })
  expect(reasonOf(await submitForReview(home.staff('agent'), request, NOW))).toBe('contact_not_on_file')
  await transact(home.system, (tx) =>
    tx.request.update({ where: { id: request.id }, data: { submittedBy: randomUUID() } }),
  )
  expect(reasonOf(await approveRequest(home.staff('lead'), request, NOW))).toBe('contact_not_on_file')
  expect(reasonOf(await refuseRequest(home.staff('lead'), { ...request, ...refusal }, NOW))).toBe('ok')
})

test('a blocking obstacle holds an erasure up', async () => {
  const home = await newController()
  const obstacles = [{ collection: 'orders', field: null, kind: 'permission', blocking: true }]
  const request = await newReviewed(home, { right: 'erasure' }, { obstacles })
  expect(reasonOf(await submitForReview(home.staff('agent'), request, NOW))).toBe('obstacle_open')
})

test('sent back, it is collected anew and has to be submitted again', async () => {
  const home = await newController()
  const request = await newSubmitted(home)
  const results = await eight(() => sendBack(home.staff('reviewer'), request, NOW))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await load(home, request.id)).toMatchObject({ status: 'collecting', submittedBy: null, contactOnFile: null })
  expect((await eventsOf(home, request.id)).at(-1)).toBe('review.sent_back')
})

test('a refusal is sealed, leaves the clocks running until it is handed over, and leaves no timer but the shredding', async () => {
  const home = await newController()
  const request = await newReviewed(home)
  const results = await eight(() => refuseRequest(home.staff('lead'), { ...request, ...refusal }, NOW))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  const after = await load(home, request.id)
  expect(after).toMatchObject({ status: 'refused', refusalCode: 'exempt' })
  expect(new Set(after.clocks.map(({ state }) => state))).toEqual(new Set(['running']))
  expect(Buffer.from(after.sealedRefusal!).toString('latin1')).not.toContain('Siti')
  await transact(home.system, async (tx) => {
    const key = await openRequestKey(tx, after)
    expect(await openJsonFor(key!, after, 'refusal', after.sealedRefusal!)).toEqual({
      explanation: refusal.explanation,
    })
    const open = await tx.timer.findMany({ where: { requestId: request.id, doneAt: null } })
    expect(open.map(({ kind }) => kind)).toEqual(['shred'])
    const event = await tx.event.findFirstOrThrow({ where: { requestId: request.id, type: 'request.refused' } })
    expect(event.data).toEqual({ code: 'exempt', article: 'UU PDP pasal 15' })
  })
  expect(reasonOf(await refuseRequest(home.staff('lead'), { ...request, ...refusal }, NOW))).toBe('not_refusable')
})

test('an owner is a colleague who may do the work; of eight at once on one version one wins', async () => {
  const home = await newController()
  const other = await newController()
  const request = await newReviewed(home)
  const userId = await newColleague(home)
  const agent = home.staff('agent')
  const results = await eight(() => assignRequest(agent, { ...request, userId }, NOW))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await load(home, request.id)).toMatchObject({ assigneeId: userId })
  const { reference } = request
  for (const stranger of [await newColleague(home, 'auditor'), await newColleague(other), randomUUID()])
    expect(reasonOf(await assignRequest(agent, { reference, userId: stranger }, NOW))).toBe('assignee_not_allowed')
  expect(reasonOf(await assignRequest(agent, { reference, userId: null }, NOW))).toBe('ok')
})

test('a failed source is asked again, once', async () => {
  const home = await newController()
  const request = await newReviewed(home)
  const input = { reference: request.reference, taskId: request.taskId }
  expect(reasonOf(await retryTask(home.staff('agent'), input, NOW))).toBe('not_failed')
  await transact(home.system, (tx) =>
    tx.task.update({ where: { id: request.taskId }, data: { state: 'failed', reason: 'timeout' } }),
  )
  const results = await eight(() => retryTask(home.staff('agent'), input, NOW))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  expect((await load(home, request.id)).tasks).toMatchObject([{ state: 'waiting', reason: null }])
  expect((await eventsOf(home, request.id)).at(-1)).toBe('task.retried')
})

test('a name is masked until a reason is given, and only for the one who gave it, and not for long', async () => {
  const home = await newController()
  const { reference } = await newReviewed(home)
  const [agent, colleague] = [home.staff('agent'), home.staff('agent')]
  const seen = async (who: typeof agent, at = NOW) => (await findForDesk(who, reference, at))?.person
  expect(await seen(agent)).toMatchObject({ maskedName: 'S••• W••••••', revealed: null })
  await revealContact(agent, { reference, reason: 'contact_person' }, NOW)
  expect((await seen(agent))?.revealed).toMatchObject({ name: 'Siti Wahyuni' })
  expect((await seen(colleague))?.revealed).toBeNull()
  expect((await seen(agent, NOW.add({ minutes: 16 })))?.revealed).toBeNull()
})

test('rows are read page by page, after a reason', async () => {
  const home = await newController()
  const { reference, findingId, id } = await newReviewed(home)
  const agent = home.staff('agent')
  const read = (page: number) => readFinding(agent, { reference, findingId, page }, NOW)
  expect(await read(1)).toMatchObject({ collection: 'customers', rows: 3, page: null })
  await openFinding(agent, { reference, findingId, reason: 'check_answer' }, NOW)
  const names = (await read(1))?.page?.map(({ values, shared }) => [values[0]?.value, shared])
  expect(names).toEqual([
    ['Siti', false],
    ['Siti W', false],
    ['Budi', true],
  ])
  expect((await read(2))?.page).toEqual([])
  expect((await eventsOf(home, id)).at(-1)).toBe('finding.opened')
})

const verbs = {
  reveal: (actor, { reference }) => revealContact(actor, { reference, reason: 'check_identity' }, NOW),
  open: (actor, { reference, findingId }) => openFinding(actor, { reference, findingId, reason: 'check_answer' }, NOW),
  assign: (actor, { reference }) => assignRequest(actor, { reference, userId: null }, NOW),
  submit: (actor, request) => submitForReview(actor, request, NOW),
  sendBack: (actor, request) => sendBack(actor, request, NOW),
  refuse: (actor, request) => refuseRequest(actor, { ...request, ...refusal }, NOW),
  retry: (actor, { reference, taskId }) => retryTask(actor, { reference, taskId }, NOW),
} satisfies Record<
  string,
  (
    actor: ReturnType<Home['staff']>,
    request: Awaited<ReturnType<typeof newReviewed>>,
  ) => Promise<{ ok: boolean; reason?: string }>
>

test.each(STAFF_ROLES)('what a role %s may do', async (role) => {
  const home = await newController()
  const worker = ['agent', 'reviewer', 'lead'].includes(role)
  const decider = ['reviewer', 'lead'].includes(role)
  for (const [name, verb] of Object.entries(verbs)) {
    const result = reasonOf(await verb(home.staff(role), await newReviewed(home)))
    const allowed = name === 'refuse' ? decider : worker
    expect([name, result === 'not_allowed']).toEqual([name, !allowed])
  }
  const approved = reasonOf(await approveRequest(home.staff(role), await newSubmitted(home), NOW))
  expect(approved).toBe(decider ? 'ok' : 'not_allowed')
})

test('an auditor sees no name and no row, an admin not even the request', async () => {
  const home = await newController()
  const { reference, findingId } = await newReviewed(home)
  const audited = await findForDesk(home.staff('auditor'), reference, NOW)
  expect(audited).toMatchObject({ person: null })
  expect(await readFinding(home.staff('auditor'), { reference, findingId, page: 1 }, NOW)).toBeNull()
  expect(await findForDesk(home.staff('admin'), reference, NOW)).toBeNull()
})

test('another controller finds nothing to see or to change', async () => {
  const home = await newController()
  const other = await newController()
  const request = await newReviewed(home)
  const stranger = other.staff('lead')
  expect(await findForDesk(stranger, request.reference, NOW)).toBeNull()
  expect(await readFinding(stranger, { ...request, page: 1 }, NOW)).toBeNull()
  for (const verb of Object.values(verbs)) expect(reasonOf(await verb(stranger, request))).toBe('not_found')
  expect(reasonOf(await approveRequest(stranger, request, NOW))).toBe('not_found')
  const customer = { ...stranger, controllerIds: [home.controllerId] }
  expect(await findForDesk(customer, request.reference, NOW)).not.toBeNull()
})
