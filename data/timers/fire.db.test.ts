import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { fileRequest } from '#data/requests/file.ts'
import { filing, NOW, newController } from '#data/test-controller.ts'
import { fireTimer, timersDue } from './fire.ts'

async function filed(status: string) {
  const controller = await newController()
  const result = await fileRequest(
    controller.visitor,
    { filing: filing(), locale: 'id', channel: 'portal', submissionKey: randomUUID() },
    NOW,
  )
  if (!result.ok) throw new Error(result.reason)
  const { id } = result.value
  await transact(controller.system, (tx) => tx.request.update({ where: { id }, data: { status } }))
  const timerOf = (kind: string) =>
    transact(controller.system, (tx) => tx.timer.findFirstOrThrow({ where: { requestId: id, kind } }))
  const eventsOf = (type: string) =>
    transact(controller.system, (tx) => tx.event.count({ where: { requestId: id, type } }))
  const statusOf = () =>
    transact(controller.system, async (tx) => (await tx.request.findUniqueOrThrow({ where: { id } })).status)
  return { ...controller, id, timerOf, eventsOf, statusOf }
}

const LATE = NOW.add({ hours: 24 * 31 })

test('a timer is due at its instant, not before, and the sweep sees ids only', async () => {
  const { id, timerOf } = await filed('verifying')
  const reminder = await timerOf('remind_unverified')
  const mine = async (at: typeof NOW) =>
    (await timersDue(at, 100_000)).filter(({ requestId, kind }) => requestId === id && kind === 'remind_unverified')
  expect(await mine(NOW.add({ hours: 23 }))).toEqual([])
  expect(await mine(NOW.add({ hours: 24 }))).toEqual([
    { id: reminder.id, controllerId: reminder.controllerId, requestId: id, kind: 'remind_unverified' },
  ])
})

test('of eight that fire one timer at once, one does it', async () => {
  const { timerOf, eventsOf, statusOf } = await filed('verifying')
  const lapse = await timerOf('lapse')
  await Promise.all(Array.from({ length: 8 }, () => fireTimer(lapse, LATE)))
  expect(await eventsOf('request.lapsed')).toBe(1)
  expect(await statusOf()).toBe('lapsed')
})

test('a timer fired too early does nothing and stays', async () => {
  const { timerOf, eventsOf } = await filed('verifying')
  await fireTimer(await timerOf('lapse'), NOW)
  expect(await eventsOf('request.lapsed')).toBe(0)
  expect((await timerOf('lapse')).doneAt).toBeNull()
})

test.each(['collecting', 'withdrawn', 'fulfilled'])('a %s request neither lapses nor is reminded', async (status) => {
  const { timerOf, eventsOf, statusOf } = await filed(status)
  await fireTimer(await timerOf('remind_unverified'), LATE)
  await fireTimer(await timerOf('lapse'), LATE)
  expect(await statusOf()).toBe(status)
  expect((await eventsOf('request.lapsed')) + (await eventsOf('identity.reminded'))).toBe(0)
})

test.each([
  ['approved', 1],
  ['withdrawn', 0],
  ['reviewing', 0],
])('the end of the cancel window starts only an approved request: %s', async (status, started) => {
  const { controllerId, id, system, timerOf, eventsOf } = await filed(status)
  await transact(system, (tx) =>
    tx.timer.create({ data: { controllerId, requestId: id, kind: 'execute', dueAt: toDate(NOW) } }),
  )
  await fireTimer(await timerOf('execute'), LATE)
  expect(await eventsOf('execution.started')).toBe(started)
})
