import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { eight, later, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { newController } from '#data/test-controller.ts'
import { fireTimer, timersDue } from '#data/timers/fire.ts'
import { appealRequest } from './appeal.ts'
import { approveRequest } from './approve.ts'
import { findForDesk } from './find-for-desk.ts'
import { findStatus } from './find-status.ts'
import { refuseRequest } from './refuse.ts'

const DAYS = 24 * 60
const GROUNDS = { grounds: 'Data saya ada di sana: saya berbelanja minggu lalu.' }
const WORDS = { code: 'no_match', article: 'UU 27/2022 Pasal 7', explanation: 'Kami tidak menemukan data.' } as const

/** A request that a reviewer refused. */
async function refused() {
  const test = await newRequest()
  const reviewer = test.staff('reviewer')
  const { version } = await test.request()
  expect(await refuseRequest(reviewer, { reference: test.reference, version, ...WORDS }, later(60))).toMatchObject({
    ok: true,
  })
  const appealed = async () => {
    const result = await appealRequest(test.subject, GROUNDS, later(DAYS))
    if (!result.ok) throw new Error(result.reason)
    return transact(test.system, (tx) =>
      tx.request.findUniqueOrThrow({ where: { reference: result.value.reference }, include: { clocks: true } }),
    )
  }
  return { ...test, reviewer, appealed }
}

test('an objection is a request of its own: same person, same right, own clocks, proved already, linked both ways', async () => {
  const { request, system, subject, appealed, events, reference, staff, controllerId } = await refused()
  const appeal = await appealed()
  const first = await request()
  expect(appeal).toMatchObject({
    previousId: first.id,
    right: first.right,
    locale: first.locale,
    contactIndex: first.contactIndex,
    status: 'collecting',
  })
  expect(appeal.clocks.map(({ clockId }) => clockId).sort()).toEqual(['CT-ACK-SAMEDAY', 'CT-DALANG-14D'])
  expect(appeal.clocks.every(({ startAt }) => startAt.getTime() >= later(DAYS).epochMilliseconds)).toBe(true)
  const details = await transact(system, async (tx) => {
    const key = await openRequestKey(tx, appeal)
    if (!key || !appeal.sealed) throw new Error('nothing to open')
    return openJsonFor(key, appeal, 'details', appeal.sealed)
  })
  expect(details).toMatchObject({ name: 'Siti Wahyuni', details: GROUNDS.grounds })
  expect((await events()).slice(-1)).toEqual(['request.appealed'])

  const desk = async (which: string) => (await findForDesk(staff('agent'), which, later(DAYS)))?.appeal
  expect(await desk(reference)).toMatchObject({ appealOf: null, appealedBy: appeal.reference })
  expect(await desk(appeal.reference)).toMatchObject({ appealOf: reference, appealedBy: null })
  const seen = async (requestId: string) => (await findStatus({ ...subject, requestId }))?.appeal
  expect(await seen(first.id)).toMatchObject({ appealOf: null, appealedBy: appeal.reference, isOpen: false })
  expect(await seen(appeal.id)).toMatchObject({ appealOf: reference, appealedBy: null, isOpen: false })
  expect(controllerId).toBe(appeal.controllerId)
})

test('whoever refused cannot refuse or release it; another can', async () => {
  const { reviewer, staff, appealed } = await refused()
  const { reference, version, formerDeciderId } = await appealed()
  expect(formerDeciderId).toBe(reviewer.userId)
  const pinned = { reference, version }
  const before = { ok: false, reason: 'decided_before' }
  expect(await refuseRequest(reviewer, { ...pinned, ...WORDS }, later(2 * DAYS))).toEqual(before)
  expect(await refuseRequest(staff('lead'), { ...pinned, ...WORDS }, later(2 * DAYS))).toMatchObject({ ok: true })
})

test('the approver of an answer does not approve its appeal', async () => {
  const { request, system, staff, subject, requestId } = await newRequest()
  const approver = staff('lead')
  await transact(system, (tx) =>
    tx.request.update({ where: { id: requestId }, data: { status: 'fulfilled', approvedBy: approver.userId } }),
  )
  const result = await appealRequest(subject, GROUNDS, later(DAYS))
  if (!result.ok) throw new Error(result.reason)
  const where = { reference: result.value.reference }
  const { version } = await transact(system, (tx) =>
    tx.request.update({ where, data: { status: 'reviewing', submittedBy: randomUUID() } }),
  )
  expect(await approveRequest(approver, { ...where, version }, later(DAYS))).toMatchObject({ reason: 'decided_before' })
  expect(await approveRequest(staff('lead'), { ...where, version }, later(DAYS))).toMatchObject({
    reason: 'no_source',
  })
  expect((await request()).status).toBe('fulfilled')
})

test('once: of eight at once one', async () => {
  const { subject } = await refused()
  const results = await eight(() => appealRequest(subject, GROUNDS, later(DAYS)))
  expect(results.filter(({ ok }) => ok)).toHaveLength(1)
  for (const result of results) if (!result.ok) expect(result.reason).toBe('appealed_already')
})

test('not before an answer, not of an appeal, and not once everything was destroyed', async () => {
  const open = await newRequest()
  expect(await appealRequest(open.subject, GROUNDS, later(1))).toEqual({ ok: false, reason: 'not_answered_yet' })
  const { subject, appealed, staff, requestId } = await refused()
  const { id, reference, version } = await appealed()
  await refuseRequest(staff('lead'), { reference, version, ...WORDS }, later(DAYS))
  const again = await appealRequest({ ...subject, requestId: id }, GROUNDS, later(2 * DAYS))
  expect(again).toEqual({ ok: false, reason: 'is_an_appeal' })

  const late = await refused()
  for (const timer of await timersDue(later(30 * DAYS + 120), 100_000))
    if ([late.requestId, requestId].includes(timer.requestId)) await fireTimer(timer, later(30 * DAYS + 120))
  expect(await appealRequest(late.subject, GROUNDS, later(30 * DAYS + 120))).toMatchObject({
    reason: 'appeal_too_late',
  })
  // The one that is under appeal is kept for that much longer.
  expect((await findStatus(subject))?.refusal?.words).toBe(WORDS.explanation)
})

test('another controller has nothing to object to', async () => {
  const { subject, events } = await refused()
  const { controllerId } = await newController()
  await expect(appealRequest({ ...subject, controllerId }, GROUNDS, later(DAYS))).rejects.toThrow()
  expect(await events()).not.toContain('request.appealed')
})
