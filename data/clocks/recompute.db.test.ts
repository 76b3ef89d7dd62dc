import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import type { Event } from '#domain/event.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { endClocks } from './end.ts'
import { MARK_CLOCKS } from './marks.ts'
import { type Cause, recomputeClocks } from './recompute.ts'

const french = { jurisdictions: ['ID', 'EU'], memberState: 'FR' }

async function filed(change: Partial<Prisma.ControllerCreateInput> = {}) {
  const home = await newController(change)
  const { controllerId, system } = home
  const submission = { filing: filing(), locale: 'id', channel: 'portal', submissionKey: randomUUID() } as const
  const result = await fileRequest(home.visitor, submission, NOW)
  if (!result.ok) throw new Error(result.reason)
  const owner = { controllerId, id: result.value.id }
  const clocks = () =>
    transact(system, (tx) => tx.clock.findMany({ where: { requestId: owner.id }, orderBy: { dueAt: 'asc' } }))
  const happen = (event: Event & { type: Cause['type'] }, at = NOW.add({ hours: 24 })) =>
    transact(system, async (tx) => {
      const id = await record(tx, system, { controllerId, requestId: owner.id }, event, at)
      await recomputeClocks(tx, system, owner, { id, type: event.type }, at)
      return id
    })
  return { ...home, owner, clocks, happen }
}

const shape = (clocks: { clockId: string; state: string; dueLocalDate: string | null }[], id: string) =>
  clocks.filter(({ clockId }) => clockId === id).map(({ state, dueLocalDate }) => [state, dueLocalDate])

test('a clock knows the event that made it', async () => {
  const { clocks, system, owner } = await filed()
  const event = await transact(system, (tx) => tx.event.findFirstOrThrow({ where: { requestId: owner.id } }))
  expect(new Set((await clocks()).map(({ causeEventId }) => causeEventId))).toEqual(new Set([event.id]))
})

test('a question stops the clock that may stop, its answer gives it another date; every row stays, the other ran out', async () => {
  const { clocks, happen, system, owner } = await filed(french)
  const questionId = randomUUID()
  const askedId = await happen({ type: 'question.asked', questionId, about: 'clarification' })
  await happen({ type: 'question.answered', questionId }, NOW.add({ hours: 24 * 4 }))
  const all = await clocks()
  expect(shape(all, 'EU-GDPR-12-3')).toEqual([
    ['superseded', '2026-12-21'],
    ['superseded', '2026-12-21'],
    ['running', '2026-12-23'],
  ])
  expect(all.find(({ supersededBy }) => supersededBy === askedId)?.clockId).toBe('EU-GDPR-12-3')
  expect(shape(all, 'ID-UU-32')).toEqual([['breached', null]])
  const told = await transact(system, (tx) =>
    tx.event.findMany({ where: { requestId: owner.id, type: 'clocks.changed' } }),
  )
  expect(told).toHaveLength(2)
})

test('a date that moved has its marks ahead, and one timer for the next', async () => {
  const { happen, system, owner } = await filed(french)
  const answeredAt = NOW.add({ hours: 3 })
  const questionId = randomUUID()
  await happen({ type: 'question.asked', questionId, about: 'clarification' }, NOW.add({ hours: 1 }))
  await happen({ type: 'question.answered', questionId }, answeredAt)
  const waiting = await transact(system, (tx) =>
    tx.timer.findMany({ where: { requestId: owner.id, kind: MARK_CLOCKS, doneAt: null } }),
  )
  expect(waiting).toHaveLength(1)
  expect(waiting.every(({ dueAt }) => dueAt > toDate(answeredAt))).toBe(true)
})

test('what moves no date changes no row and tells nobody', async () => {
  const { clocks, happen, system, owner } = await filed(french)
  const before = await clocks()
  await happen({ type: 'identity.proved', assurance: 'contact_code' }, NOW.add({ hours: 1 }))
  expect(await clocks()).toEqual(before)
  expect(
    await transact(system, (tx) => tx.event.count({ where: { requestId: owner.id, type: 'clocks.changed' } })),
  ).toBe(0)
})

test('of eight recomputes at once one supersedes', async () => {
  const { clocks, system, owner } = await filed(french)
  const at = NOW.add({ hours: 24 })
  const event = { type: 'question.asked', questionId: randomUUID(), about: 'clarification' } as const
  const about = { controllerId: owner.controllerId, requestId: owner.id }
  const id = await transact(system, (tx) => record(tx, system, about, event, at))
  const changed = await Promise.all(
    Array.from({ length: 8 }, () =>
      transact(system, (tx) => recomputeClocks(tx, system, owner, { id, type: event.type }, at)),
    ),
  )
  expect(changed.filter((count) => count > 0)).toEqual([1])
  expect(shape(await clocks(), 'EU-GDPR-12-3').map(([state]) => state)).toEqual(['superseded', 'paused'])
})

test('new settings shorten a running promise and never lengthen it', async () => {
  const { clocks, happen, system, controllerId } = await filed()
  const promise = async (contractDays: number) => {
    await transact(system, (tx) => tx.controller.update({ where: { id: controllerId }, data: { contractDays } }))
    await happen({ type: 'controller.settings_changed', changes: [] })
    const promised = (await clocks()).filter(
      ({ stopEvent, state }) => stopEvent === 'response_sent' && state === 'running',
    )
    return promised.map(({ clockId, dueLocalDate }) => [clockId, dueLocalDate])
  }
  expect(await promise(30)).toEqual([['CT-DALANG-14D', '2026-12-04']])
  expect(await promise(7)).toEqual([['CT-RESPONSE-DAYS', '2026-11-27']])
  expect(await promise(14)).toEqual([['CT-RESPONSE-DAYS', '2026-11-27']])
})

test('a law that begins to apply starts its clock on running requests', async () => {
  const { clocks, happen, system, controllerId } = await filed()
  await transact(system, (tx) => tx.controller.update({ where: { id: controllerId }, data: french }))
  await happen({ type: 'controller.settings_changed', changes: [] })
  expect(shape(await clocks(), 'EU-GDPR-12-3')).toEqual([['running', '2026-12-21']])
})

test('no date can be edited, and no ending undone', async () => {
  const { clocks, system, owner } = await filed()
  const [clock] = await clocks()
  const id = clock?.id ?? ''
  const edit = (data: Prisma.ClockUpdateManyMutationInput) =>
    transact(system, (tx) => tx.clock.updateMany({ where: { id }, data }))
  await expect(edit({ dueAt: new Date('2030-01-01T00:00:00Z') })).rejects.toThrow(/permission denied/)
  await expect(edit({ startAt: new Date('2020-01-01T00:00:00Z') })).rejects.toThrow(/permission denied/)
  await expect(edit({ state: 'superseded' })).rejects.toThrow()
  await transact(system, (tx) => endClocks(tx, system, owner, { as: 'met' }, NOW))
  await expect(edit({ state: 'running', endedAt: null })).rejects.toThrow(/ends once/)
})

test('done after the deadline is a breach with its cause, even before a sweep saw it', async () => {
  const { clocks, system, owner } = await filed()
  await transact(system, (tx) => endClocks(tx, system, owner, { as: 'met' }, NOW.add({ hours: 73 })))
  expect((await clocks()).map(({ clockId, state, breachCause }) => [clockId, state, breachCause])).toEqual([
    ['CT-ACK-SAMEDAY', 'breached', 'acknowledgement_not_sent'],
    ['ID-UU-32', 'breached', 'unverified'],
    ['CT-DALANG-14D', 'met', null],
  ])
})

test('while it waits it is neither due nor binding, and another controller sees nothing of it', async () => {
  const { happen, system, owner } = await filed({ jurisdictions: ['EU'], memberState: 'FR', contractDays: 200 })
  await happen({ type: 'question.asked', questionId: randomUUID(), about: 'clarification' })
  const request = await transact(system, (tx) => tx.request.findUniqueOrThrow({ where: { id: owner.id } }))
  expect(request.nextClockId).toBe('CT-RESPONSE-DAYS')
  expect(request.nextDueAt && request.nextDueAt > toDate(NOW.add({ hours: 24 * 190 }))).toBe(true)
  const other = await newController()
  expect(await transact(other.system, (tx) => tx.clock.count({ where: { requestId: owner.id } }))).toBe(0)
})
