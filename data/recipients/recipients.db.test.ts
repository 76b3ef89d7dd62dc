import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { findUninstructed, recordInstructions } from '#data/execution/instruct.ts'
import { newReviewed } from '#data/findings/test-request.ts'
import { toDate } from '#data/instant.ts'
import { connectSource } from '#data/sources/connect.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { STAFF_ROLES } from '#domain/actor.ts'
import type { RecipientFacts } from '#domain/recipient.ts'
import { findAnswers } from './answers.ts'
import { changeRecipient, endRecipient } from './change.ts'
import { listRecipients } from './list.ts'
import { recordRecipientAnswer } from './record-answer.ts'
import { registerRecipient } from './register.ts'

const later = NOW.add({ hours: 48 })

const facts = (change: Partial<RecipientFacts> = {}): RecipientFacts => ({
  name: 'PT Kurir',
  kind: 'processor',
  contact: 'dpo@kurir.example',
  region: 'ID',
  receives: 'Nama dan alamat, untuk pengiriman',
  safeguards: null,
  sources: [],
  ...change,
})

async function open() {
  const home = await newController()
  const { controllerId, staff, system } = home
  const register = async (change: Partial<RecipientFacts> = {}, actor = staff('lead')) => {
    const done = await registerRecipient(actor, { ...facts(change), controllerId }, NOW)
    if (!done.ok) throw new Error(done.reason)
    return done.value.recipientId
  }
  const addSource = async (key: string) => {
    const id = randomUUID()
    const rest = { key, name: key, kind: 'postgres', region: 'ID', backupDays: 1 } as const
    await connectSource(system, { id, ...rest, connection: { url: 'postgres://nowhere/' }, yaml: '' }, NOW)
    return id
  }
  const events = (type: string) =>
    transact(system, (tx) => tx.event.findMany({ where: { controllerId, type }, orderBy: { seq: 'asc' } }))
  return { ...home, register, addSource, events }
}

/** An erasure that is being carried out, whose one source found three rows. */
async function executing(home: Awaited<ReturnType<typeof open>>) {
  const request = await newReviewed(home, { right: 'erasure' })
  const { id: requestId } = request
  await transact(home.system, (tx) => tx.request.update({ where: { id: requestId }, data: { status: 'executing' } }))
  const task = await transact(home.system, (tx) => tx.task.findFirstOrThrow({ where: { requestId } }))
  return { ...request, sourceId: task.sourceId }
}

const eight = <T>(work: () => Promise<T>) => Promise.all(Array.from({ length: 8 }, work))

test('a lead or an admin registers, corrects and ends a recipient, and each is an event', async () => {
  const { register, staff, events, controllerId } = await open()
  const recipientId = await register()
  const change = { ...facts({ region: 'SG' }), recipientId, version: 1 }
  expect(await changeRecipient(staff('admin'), change, later)).toEqual({ ok: true, value: null })
  expect(await changeRecipient(staff('lead'), change, later)).toEqual({ ok: false, reason: 'changed_meanwhile' })
  expect(await endRecipient(staff('lead'), { recipientId, version: 2 }, later)).toEqual({ ok: true, value: null })
  expect(await endRecipient(staff('lead'), { recipientId, version: 3 }, later)).toEqual({
    ok: false,
    reason: 'already_ended',
  })
  for (const type of ['recipient.registered', 'recipient.changed', 'recipient.ended'])
    expect((await events(type)).map(({ data }) => data)).toEqual([{ recipientId }])
  expect(await listRecipients(staff('lead'), controllerId)).toMatchObject([{ region: 'SG', endedAt: later }])
})

test('everybody else, and everybody of another controller, sees nothing and changes nothing', async () => {
  const { register, staff, controllerId, events } = await open()
  const recipientId = await register()
  const stranger = await newController()
  const others = [
    ...STAFF_ROLES.filter((role) => role !== 'lead' && role !== 'admin').map((role) => staff(role)),
    stranger.staff('lead'),
    stranger.staff('admin'),
  ]
  for (const actor of others) {
    const notFound = { ok: false, reason: 'not_found' }
    expect(await registerRecipient(actor, { ...facts({ name: 'X' }), controllerId }, NOW)).toEqual(notFound)
    expect(await changeRecipient(actor, { ...facts(), recipientId, version: 1 }, NOW)).toEqual(notFound)
    expect(await endRecipient(actor, { recipientId, version: 1 }, NOW)).toEqual(notFound)
    expect(await listRecipients(actor, controllerId)).toBeNull()
  }
  expect(await events('recipient.changed')).toEqual([])
  expect(await registerRecipient(staff('lead'), { ...facts(), controllerId }, NOW)).toMatchObject({
    reason: 'already_registered',
  })
})

test('another controller’s source cannot be named', async () => {
  const home = await open()
  const theirs = await (await open()).addSource('theirs')
  const named = { ...facts({ sources: [theirs] }), controllerId: home.controllerId }
  expect(await registerRecipient(home.staff('lead'), named, NOW)).toEqual({ ok: false, reason: 'not_found' })
  const recipientId = await home.register()
  const changed = { ...facts({ sources: [theirs] }), recipientId, version: 1 }
  expect(await changeRecipient(home.staff('lead'), changed, NOW)).toEqual({ ok: false, reason: 'not_found' })
})

test('eight at once: one registers, one changes', async () => {
  const { staff, controllerId, register, events } = await open()
  const same = await eight(() => registerRecipient(staff('lead'), { ...facts({ name: 'A' }), controllerId }, NOW))
  expect(same.filter(({ ok }) => ok)).toHaveLength(1)
  const recipientId = await register({ name: 'B' })
  const ends = await eight(() => endRecipient(staff('lead'), { recipientId, version: 1 }, NOW))
  expect(ends.filter(({ ok }) => ok)).toHaveLength(1)
  expect(await events('recipient.ended')).toHaveLength(1)
})

test('told are those who get data from a touched source, or from every one; nobody who ended', async () => {
  const home = await open()
  const { id: requestId, sourceId } = await executing(home)
  const elsewhere = await home.addSource('elsewhere')
  await home.register({ name: 'Everywhere' })
  await home.register({ name: 'Touched', sources: [sourceId] })
  await home.register({ name: 'Both', sources: [sourceId, elsewhere] })
  await home.register({ name: 'Untouched', sources: [elsewhere] })
  const ended = await home.register({ name: 'Ended' })
  await endRecipient(home.staff('lead'), { recipientId: ended, version: 1 }, NOW)
  const names = async () => (await findUninstructed(home.system, requestId))?.recipients.map(({ name }) => name)
  expect(await names()).toEqual(['Both', 'Everywhere', 'Touched'])
  const outcome = await transact(home.system, (tx) => tx.task.findFirstOrThrow({ where: { requestId } }))
  const nothing = { ...(outcome.outcome as object), rows: 0 }
  await transact(home.system, (tx) => tx.task.update({ where: { id: outcome.id }, data: { outcome: nothing } }))
  expect(await names()).toEqual(['Everywhere'])
})

test('the database itself refuses an erasing task before those recipients were told, and only for them', async () => {
  const home = await open()
  const request = await executing(home)
  const { id: requestId, sourceId } = request
  await home.register({ name: 'Untouched', sources: [await home.addSource('elsewhere')] })
  const told = await home.register({ name: 'Touched', sources: [sourceId] })
  const plan = () =>
    transact(home.system, async (tx) => {
      const { id: datasetId } = await tx.dataset.findFirstOrThrow({ where: { sourceId } })
      const { controllerId } = home
      await tx.task.create({ data: { controllerId, requestId, sourceId, datasetId, purpose: 'erase' } })
    })
  await expect(plan()).rejects.toThrow(/instructed first/)
  await transact(home.system, (tx) =>
    tx.instruction.create({
      data: { controllerId: home.controllerId, requestId, recipientId: told, instructedAt: toDate(NOW) },
    }),
  )
  await plan()
})

test('an answer is recorded with its day; a later one takes its place; silence has no answer', async () => {
  const home = await open()
  const { id: requestId, reference } = await executing(home)
  const [done, silent] = [await home.register({ name: 'A' }), await home.register({ name: 'B' })]
  await recordInstructions(home.system, { requestId, recipientIds: [done, silent] }, NOW)
  const agent = home.staff('agent')
  const say = (answer: 'done' | 'partly', answeredOn = '2026-11-21', actor = agent, recipientId = done) =>
    recordRecipientAnswer(actor, { reference, recipientId, answer, answeredOn }, later)
  expect(await say('partly')).toEqual({ ok: true, value: null })
  expect((await eight(() => say('done'))).filter(({ ok }) => ok)).toHaveLength(1)
  expect((await home.events('recipient.answered')).map(({ data }) => data)).toEqual([
    { recipientId: done, answer: 'partly' },
    { recipientId: done, answer: 'done' },
  ])
  expect(await say('done', '2026-11-19')).toEqual({ ok: false, reason: 'answer_day_impossible' })
  expect(await say('done', '2026-11-23')).toEqual({ ok: false, reason: 'answer_day_impossible' })
  expect(await say('done', '2026-11-21', home.staff('auditor'))).toEqual({ ok: false, reason: 'not_allowed' })
  expect(await say('done', '2026-11-21', home.staff('admin'))).toEqual({ ok: false, reason: 'not_found' })
  expect(await say('done', '2026-11-21', agent, randomUUID())).toEqual({ ok: false, reason: 'not_found' })
  const stranger = await newController()
  expect(await say('done', '2026-11-21', stranger.staff('agent'))).toEqual({ ok: false, reason: 'not_found' })
  const answers = await transact(home.system, (tx) => findAnswers(tx, requestId))
  expect(answers.map(({ name, answer, answeredAt }) => [name, answer, answeredAt?.toString() ?? null])).toEqual([
    ['A', 'done', '2026-11-20T17:00:00Z'],
    ['B', null, null],
  ])
  const listed = await listRecipients(home.staff('lead'), home.controllerId)
  expect(listed?.map(({ name, silent, silentSince }) => [name, silent, silentSince?.toString() ?? null])).toEqual([
    ['A', 0, null],
    ['B', 1, NOW.toString()],
  ])
})
