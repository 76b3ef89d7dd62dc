import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { beginRecompute, recomputeNext } from './recompute-all.ts'

const LATER = NOW.add({ hours: 1 })

/** Five requests whose French month ends on 21 December 2026, and a list that closes that day. */
async function shiftedChristmas() {
  const home = await newController({ jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const { controllerId, system } = home
  const ids: string[] = []
  for (const _ of [1, 2, 3, 4, 5]) ids.push((await newRequest(home)).id)
  const approve = (days: readonly string[], state = 'approved') =>
    transact(system, async (tx) => {
      await tx.holidayList.create({
        data: {
          ...{ id: randomUUID(), controllerId, calendarId: 'FR', year: 2026, source: 'test', state },
          days: days.map((date) => ({ date, name: 'Jour férié', kind: 'national' })),
          ...{ proposedBy: randomUUID(), proposedAt: toDate(NOW), decidedBy: randomUUID(), decidedAt: toDate(NOW) },
        },
      })
      const fact = { listId: randomUUID(), calendarId: 'FR', year: 2026 }
      return record(tx, system, { controllerId }, { type: 'calendar.approved', ...fact }, NOW)
    })
  const dates = () =>
    transact(system, async (tx) => {
      const clocks = await tx.clock.findMany({ where: { requestId: { in: ids }, clockId: 'EU-GDPR-12-3' } })
      return clocks.map(({ state, dueLocalDate }) => `${state} ${dueLocalDate}`).sort()
    })
  const told = () => transact(system, (tx) => tx.event.count({ where: { controllerId, type: 'clocks.changed' } }))
  const progress = (eventId: string) => transact(system, (tx) => tx.recompute.findUniqueOrThrow({ where: { eventId } }))
  return { ...home, ids, approve, dates, told, progress }
}

const five = (text: string) => Array.from({ length: 5 }, () => text)

test('killed between batches or in the middle of one, it goes on and moves each date once', async () => {
  const { controllerId, system, ids, approve, dates, told, progress } = await shiftedChristmas()
  const which = { controllerId, eventId: await approve(['2026-12-21']) }
  await beginRecompute(which, LATER)
  expect(await recomputeNext(which, LATER, 2)).toBe(true)
  // Killed after the first of the next batch: its date has moved, the cursor has not.
  await transact(system, (tx) => tx.recompute.updateMany({ where: which, data: { afterId: null, seen: 0 } }))
  await beginRecompute(which, LATER)
  while (await recomputeNext(which, LATER, 2));
  expect(await dates()).toEqual([...five('running 2026-12-22'), ...five('superseded 2026-12-21')])
  expect(await told()).toBe(ids.length)
  expect(await progress(which.eventId)).toMatchObject({ total: 5, seen: 5, moved: 5, finishedAt: toDate(LATER) })
})

test('eight at once end with one result', async () => {
  const { controllerId, approve, dates, told, progress } = await shiftedChristmas()
  const which = { controllerId, eventId: await approve(['2026-12-21']) }
  await beginRecompute(which, LATER)
  const run = async () => {
    while (await recomputeNext(which, LATER, 2));
  }
  await Promise.all(Array.from({ length: 8 }, run))
  expect(await dates()).toEqual([...five('running 2026-12-22'), ...five('superseded 2026-12-21')])
  expect(await told()).toBe(5)
  expect(await progress(which.eventId)).toMatchObject({ seen: 5, moved: 5 })
})

test('a list that nobody approved, and one that closes another day, move nothing and tell nobody', async () => {
  const { controllerId, approve, dates, told, progress } = await shiftedChristmas()
  const proposed = { controllerId, eventId: await approve(['2026-12-21'], 'superseded') }
  const elsewhere = { controllerId, eventId: await approve(['2026-12-24']) }
  for (const which of [proposed, elsewhere]) {
    await beginRecompute(which, LATER)
    while (await recomputeNext(which, LATER));
    expect(await progress(which.eventId)).toMatchObject({ total: 5, seen: 5, moved: 0 })
  }
  expect(await dates()).toEqual(five('running 2026-12-21'))
  expect(await told()).toBe(0)
})

test('another controller’s requests stay as they are', async () => {
  const mine = await shiftedChristmas()
  const theirs = await shiftedChristmas()
  const which = { controllerId: mine.controllerId, eventId: await mine.approve(['2026-12-21']) }
  await beginRecompute(which, LATER)
  while (await recomputeNext(which, LATER));
  expect(await theirs.dates()).toEqual(five('running 2026-12-21'))
  await expect(recomputeNext({ ...which, controllerId: theirs.controllerId }, LATER)).rejects.toThrow()
})

test('a request filed under a loaded list counts by it, and says so no more where it was missing', async () => {
  const home = await newController({ jurisdictions: ['US-CA'] })
  const { controllerId, system } = home
  const at = toDate(NOW)
  const late = NOW.add({ hours: 24 * 400 })
  const before = await newRequest(home, {}, late)
  const eventId = await transact(system, async (tx) => {
    await tx.holidayList.create({
      data: {
        ...{ id: randomUUID(), controllerId, calendarId: 'US-CA-CORE', year: 2028, source: 'test', state: 'approved' },
        days: [{ date: '2028-12-25', name: 'Christmas', kind: 'national' }],
        ...{ proposedBy: randomUUID(), proposedAt: at, decidedBy: randomUUID(), decidedAt: at },
      },
    })
    const fact = { listId: randomUUID(), calendarId: 'US-CA-CORE', year: 2028 }
    return record(tx, system, { controllerId }, { type: 'calendar.approved', ...fact }, NOW)
  })
  const after = await newRequest(home, {}, late)
  const flags = async ({ id }: { id: string }) => {
    const clocks = await transact(system, (tx) =>
      tx.clock.findMany({ where: { requestId: id, clockId: 'US-CA-ACK' }, orderBy: { id: 'asc' } }),
    )
    return clocks.map(({ state, flags }) => `${state} ${flags.join()}`)
  }
  expect(await flags(before)).toEqual(['running calendar_missing'])
  expect(await flags(after)).toEqual(['running '])
  await beginRecompute({ controllerId, eventId }, late)
  while (await recomputeNext({ controllerId, eventId }, late));
  expect(await flags(before)).toEqual(['superseded calendar_missing', 'running '])
  expect(await flags(after)).toEqual(['running '])
})
