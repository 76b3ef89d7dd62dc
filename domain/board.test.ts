import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { BoardQuery, boardDays, boardEnd } from './board.ts'

const NOW = Temporal.Instant.from('2026-11-20T08:04:00Z') // 15.04 in Jakarta

test('seven days of 24 hours, each with what falls due in it', () => {
  const days = boardDays(new Map([['2026-11-21T09', 3]]), NOW, 'Asia/Jakarta')
  expect(days.map(({ date, due }) => [date, due])).toEqual([
    ['2026-11-20', 0],
    ['2026-11-21', 3],
    ['2026-11-22', 0],
    ['2026-11-23', 0],
    ['2026-11-24', 0],
    ['2026-11-25', 0],
    ['2026-11-26', 0],
  ])
  expect(days.every(({ hours }) => hours.length === 24)).toBe(true)
  expect(days[1]?.hours[9]).toMatchObject({ name: '2026-11-21T09', due: 3, isPast: false })
})

test('the hours that are over are past, the hour that runs presses', () => {
  const [today, tomorrow] = boardDays(new Map(), NOW, 'Asia/Jakarta')
  expect(today?.hours.filter(({ isPast }) => isPast)).toHaveLength(15)
  expect([today?.hours[15]?.urgency, tomorrow?.hours[0]?.urgency, tomorrow?.hours[20]?.urgency]).toEqual([
    'urgent',
    'soon',
    'calm',
  ])
})

test('the board ends with a local midnight, also over a change to summer time', () => {
  expect(boardEnd(NOW, 'Asia/Jayapura').toString()).toBe('2026-11-26T15:00:00Z')
  const spring = Temporal.Instant.from('2027-03-27T12:00:00Z')
  expect(boardEnd(spring, 'Europe/Berlin').toString()).toBe('2027-04-02T22:00:00Z')
  const names = boardDays(new Map(), spring, 'Europe/Berlin').flatMap(({ hours }) => hours.map(({ name }) => name))
  expect(new Set(names).size).toBe(7 * 24)
})

test('an hour that cannot be read is not said', () => {
  const read = (at: unknown) => BoardQuery.parse({ at }).at
  expect([read('2026-11-21T09'), read('2026-11-21T24'), read("' or 1=1"), read(['a'])]).toEqual([
    '2026-11-21T09',
    null,
    null,
    null,
  ])
})
