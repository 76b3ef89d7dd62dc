import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { newController } from '#data/test-controller.ts'
import { newStory } from '#data/test-story.ts'
import { BoardQuery } from '#domain/board.ts'
import { QueueQuery, type QueueView } from '#domain/queue-view.ts'
import { findBoard } from './board.ts'
import { countQueue } from './count.ts'
import { listQueue } from './list.ts'

const jakarta = (text: string) => Temporal.Instant.from(`${text}+07:00`)
/** A Saturday morning. */
const NOW = jakarta('2026-11-21T10:00')

/**
 * Ten requests for access under the laws of Indonesia (72 hours) and the European Union (a month), with an answer
 * promised in five days. Worked out on paper, in Jakarta's time, as it stands on Saturday 21 November at 10.00:
 *
 *            received      acknowledged  72 hours         five days   a month
 * today      21 Nov 09.00  at once       24 Nov 09.00     26 Nov      21 Dec
 * unproved   21 Nov 00.30  not yet       24 Nov 00.30     26 Nov      21 Dec
 * calm       20 Nov 15.04  at once       23 Nov 15.04     25 Nov      21 Dec
 * soon       18 Nov 22.00  at once       21 Nov 22.00     23 Nov      18 Dec
 * late       17 Nov 12.00  at once       missed 20 Nov    22 Nov      17 Dec
 * answered   24 Oct 10.00  at once       missed 27 Oct    missed      24 Nov, moved by two days to 26 Nov
 * waits      24 Oct 10.01  at once       missed 27 Oct    missed      waits
 * extended   24 Oct 10.02  at once       missed 27 Oct    missed      24 Nov, moved to 25 Jan
 * withdrawn  21 Nov 08.00  at once       (fell away)
 * done       20 Nov 15.04  at once       (all met)
 */
async function newWeek() {
  const home = await newController({ jurisdictions: ['ID', 'EU'], memberState: 'FR', contractDays: 5 })
  const proved = async (text: string) => {
    const story = await newStory(home, jakarta(text))
    await story.acknowledge(jakarta(text).add({ minutes: 1 }))
    await story.prove(jakarta(text).add({ minutes: 2 }))
    return story
  }
  const october = async (minute: string) => {
    const story = await proved(`2026-10-24T10:${minute}`)
    await story.sweep(jakarta('2026-10-30T12:00'))
    return story
  }
  const today = await proved('2026-11-21T09:00')
  const unproved = await newStory(home, jakarta('2026-11-21T00:30'))
  const calm = await proved('2026-11-20T15:04')
  const soon = await proved('2026-11-18T22:00')
  const late = await proved('2026-11-17T12:00')
  await late.sweep(NOW)
  const answered = await october('00')
  await answered.ask(jakarta('2026-10-30T12:00'))
  await answered.reply(jakarta('2026-11-01T12:00'))
  const waits = await october('01')
  await waits.ask(jakarta('2026-10-30T12:00'))
  const extended = await october('02')
  await extended.extend(jakarta('2026-11-10T12:00'), 'EU-GDPR-12-3')
  const withdrawn = await proved('2026-11-21T08:00')
  await withdrawn.withdraw(jakarta('2026-11-21T08:30'))
  const done = await proved('2026-11-20T15:04')
  await done.answer(jakarta('2026-11-21T09:30'))
  return { home, today, unproved, calm, soon, late, answered, waits, extended, withdrawn, done }
}

test('board, tiles and queue say what was worked out by hand; a date that gave way stands nowhere', async () => {
  const { home, ...made } = await newWeek()
  const agent = home.staff('agent')
  const board = await findBoard(agent, BoardQuery.parse({}), NOW)
  expect(Object.fromEntries([...board.due].sort())).toEqual({
    '2026-11-21T22': 1,
    '2026-11-21T23': 1,
    '2026-11-22T23': 1,
    '2026-11-23T15': 1,
    '2026-11-23T23': 1,
    '2026-11-24T00': 1,
    '2026-11-24T09': 1,
    '2026-11-25T23': 1,
    '2026-11-26T23': 3,
  })
  expect([board.total, board.entries.length]).toEqual([11, 11])
  expect(await countQueue(agent, NOW)).toMatchObject({
    open: 8,
    dueSoon: 1,
    breached: 4,
    receivedToday: 3,
    acknowledgedToday: 2,
    waiting: 2,
    'at-risk': 6,
  })
  const names = new Map(Object.entries(made).map(([name, { reference }]) => [reference, name]))
  const rows = async (view: QueueView) => (await listQueue(agent, QueueQuery.parse({ view }), NOW)).rows
  const listed = async (view: QueueView) => (await rows(view)).map(({ reference }) => names.get(reference))
  expect(await listed('open')).toEqual(['answered', 'waits', 'extended', 'late', 'soon', 'calm', 'unproved', 'today'])
  expect(await listed('at-risk')).toEqual(['answered', 'waits', 'extended', 'late', 'soon', 'unproved'])
  expect(await listed('breached')).toEqual(['answered', 'waits', 'extended', 'late'])
  expect(await listed('waiting')).toEqual(['waits', 'unproved'])
  expect((await rows('closed')).map(({ clock, isWaiting }) => [clock, isWaiting])).toEqual([
    [null, false],
    [null, false],
  ])
})

test('a clock that waits is not the next to hit; a request whose every clock waits says so and stands last', async () => {
  const home = await newController({ jurisdictions: ['EU'], memberState: 'FR' })
  const [asked, other] = [await newStory(home, NOW), await newStory(home, NOW.add({ hours: 24 }))]
  await asked.ask(NOW.add({ hours: 2 }))
  const page = async () => (await listQueue(home.staff('agent'), QueueQuery.parse({ view: 'open' }), NOW)).rows
  expect((await page()).map(({ clock, isWaiting, isAsked }) => [clock?.clockId, isWaiting, isAsked])).toEqual([
    ['CT-DALANG-14D', false, true],
    ['CT-DALANG-14D', false, false],
  ])
  await asked.fallAway(NOW.add({ hours: 3 }), 'CT-DALANG-14D')
  expect((await page()).map(({ reference, clock, isWaiting }) => [reference, clock?.clockId, isWaiting])).toEqual([
    [other.reference, 'CT-DALANG-14D', false],
    [asked.reference, undefined, true],
  ])
  await asked.reply(NOW.add({ hours: 50 }))
  expect((await page()).map(({ clock, isWaiting }) => [clock?.clockId, isWaiting])).toEqual([
    ['CT-DALANG-14D', false],
    ['EU-GDPR-12-3', false],
  ])
})

test('a request whose day of receipt ended without an acknowledgement stays breached, whatever comes next', async () => {
  const home = await newController()
  const story = await newStory(home, NOW)
  const page = async (view: QueueView) =>
    (await listQueue(home.staff('agent'), QueueQuery.parse({ view }), NOW.add({ hours: 20 }))).rows
  expect(await page('breached')).toEqual([])
  await story.acknowledge(NOW.add({ hours: 20 }))
  expect(await page('breached')).toMatchObject([{ isAcknowledgedLate: true, clock: { clockId: 'ID-UU-32' } }])
  expect(await countQueue(home.staff('agent'), NOW.add({ hours: 20 }))).toMatchObject({ breached: 1 })
  await story.answer(NOW.add({ hours: 30 }))
  expect(await page('breached')).toEqual([])
})
