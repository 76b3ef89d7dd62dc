import type { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { eight, newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { fireTimer } from '#data/timers/fire.ts'
import { endClocks } from './end.ts'
import { MARK_CLOCKS, planMarks } from './marks.ts'

async function filed() {
  const request = await newRequest()
  const { controllerId, requestId, system } = request
  const timers = () =>
    transact(system, (tx) => tx.timer.findMany({ where: { requestId, kind: MARK_CLOCKS, doneAt: null } }))
  const fire = async (now: Temporal.Instant) => {
    for (const timer of await timers()) await fireTimer(timer, now)
  }
  const told = async () => {
    const events = await transact(system, (tx) =>
      tx.event.findMany({ where: { requestId, type: 'clock.neared' }, orderBy: { seq: 'asc' } }),
    )
    return events.map(({ data }) => {
      const { clockId, mark } = data as { clockId: string; mark: string }
      return `${clockId} ${mark}`
    })
  }
  const plan = (now: Temporal.Instant) => transact(system, (tx) => planMarks(tx, { controllerId, id: requestId }, now))
  /** Another date in the place of the one that runs. */
  const redate = (clockId: string, dueAt: Temporal.Instant) =>
    transact(system, async (tx) => {
      const { id, ...before } = await tx.clock.findFirstOrThrow({ where: { requestId, clockId } })
      await tx.clock.update({
        where: { id },
        data: { state: 'superseded', supersededBy: before.causeEventId, endedAt: toDate(NOW) },
      })
      await tx.clock.create({ data: { ...before, dueAt: toDate(dueAt) } })
    })
  return { ...request, timers, fire, told, plan, redate }
}

const hours = (count: number) => NOW.add({ minutes: count * 60 })

test('a filing waits for the first mark of its clocks: the alarm before its day ends', async () => {
  const { timers } = await filed()
  const waiting = await timers()
  expect(waiting.map(({ dueAt }) => dueAt.toISOString())).toEqual(['2026-11-20T15:00:00.000Z'])
})

test('every mark of three days is told once, in order, and the timers end', async () => {
  const { controllerId, requestId, system, fire, told, timers } = await filed()
  await transact(system, (tx) =>
    endClocks(tx, system, { controllerId, id: requestId }, { as: 'met', only: { clockId: 'CT-ACK-SAMEDAY' } }, NOW),
  )
  for (let hour = 1; hour <= 72; hour += 1) await fire(hours(hour))
  expect(await told()).toEqual(['24h', '50%', '48h', '75%', '60h', '90%', '68h'].map((mark) => `ID-UU-32 ${mark}`))
  expect(await timers()).toHaveLength(1)
  await fire(hours(24 * 15))
  expect(await timers()).toEqual([])
})

test('of eight that fire one mark at once, one tells and one timer waits for the next', async () => {
  const { timers, told } = await filed()
  const [timer] = await timers()
  if (!timer) throw new Error('no timer')
  await eight(() => fireTimer(timer, hours(7)))
  expect(await told()).toEqual(['CT-ACK-SAMEDAY alarm'])
  expect(await timers()).toHaveLength(1)
})

test('after a long silence the newest mark alone is told', async () => {
  const { fire, told } = await filed()
  await fire(hours(70))
  expect(await told()).toEqual(['ID-UU-32 68h'])
})

test('planning again keeps one timer and tells nothing twice; a later date is told anew', async () => {
  const { fire, told, plan, timers, redate } = await filed()
  await fire(hours(25))
  await plan(hours(26))
  await fire(hours(27))
  expect(await timers()).toHaveLength(1)
  await redate('ID-UU-32', hours(144))
  await plan(hours(30))
  await fire(hours(60))
  await fire(hours(72))
  expect((await told()).filter((each) => each.startsWith('ID-UU-32'))).toEqual(['ID-UU-32 24h', 'ID-UU-32 50%'])
})

test('a date that moves while a mark is due and not told yet does not pass it over', async () => {
  const { fire, told, plan, redate } = await filed()
  await fire(hours(37))
  await redate('CT-DALANG-14D', hours(400))
  await plan(hours(49))
  await fire(hours(49))
  expect(await told()).toEqual(['ID-UU-32 50%', 'ID-UU-32 48h'])
})

test('the mark of one clock does not tell another clock’s mark again', async () => {
  const { fire, told, plan, redate } = await filed()
  await fire(hours(25))
  await redate('CT-DALANG-14D', hours(60))
  await plan(hours(26))
  await fire(hours(31))
  expect(await told()).toEqual(['ID-UU-32 24h', 'CT-DALANG-14D 50%'])
})

test('an answered request is told of nothing', async () => {
  const { controllerId, requestId, system, fire, told, timers } = await filed()
  await transact(system, (tx) => endClocks(tx, system, { controllerId, id: requestId }, { as: 'met' }, NOW))
  await fire(hours(25))
  expect(await told()).toEqual([])
  expect(await timers()).toEqual([])
})

test('another controller plans nothing here', async () => {
  const { requestId, timers } = await filed()
  const before = await timers()
  const other = await newController()
  await transact(other.system, (tx) => planMarks(tx, { controllerId: other.controllerId, id: requestId }, hours(1)))
  expect(await timers()).toEqual(before)
})
