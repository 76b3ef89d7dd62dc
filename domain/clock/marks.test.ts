import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { clockMarks, isEscalation, nextMarkAt, reachedMark } from './marks.ts'

const START = Temporal.Instant.from('2026-11-20T08:04:00Z')
const clock = (hours: number, stopEvent: string | null = 'response_sent') => ({
  clockId: 'c',
  startAt: START,
  dueAt: START.add({ minutes: Math.round(hours * 60) }),
  stopEvent,
})
const hoursOf = (hours: number, stopEvent?: string) =>
  clockMarks(clock(hours, stopEvent)).map(({ name, at }) => [name, at.since(START).total('hours')])

test('three days are marked at half, three quarters, nine tenths and at fixed hours', () => {
  expect(hoursOf(72)).toEqual([
    ['24h', 24],
    ['50%', 36],
    ['48h', 48],
    ['75%', 54],
    ['60h', 60],
    ['90%', 64.8],
    ['68h', 68],
  ])
})

test('a longer clock has its parts only', () => {
  expect(hoursOf(24 * 14).map(([name]) => name)).toEqual(['50%', '75%', '90%'])
})

test.each([
  [9, 7],
  [4, 2],
  [1, 0.5],
])('a missing acknowledgement alarms before its day ends: of %s hours after %s', (hours, at) => {
  expect(hoursOf(hours, 'acknowledged')).toEqual([['alarm', at]])
})

test('after a long silence only the newest mark counts, and none once the deadline passed', () => {
  expect(reachedMark(clock(72), START)).toBeNull()
  expect(reachedMark(clock(72), START.add({ hours: 24 }))?.name).toBe('24h')
  expect(reachedMark(clock(72), START.add({ hours: 70 }))?.name).toBe('68h')
  expect(reachedMark(clock(72), START.add({ hours: 73 }))).toBeNull()
})

test('the lead hears of nine tenths and of a missing acknowledgement', () => {
  expect(['50%', '75%', '90%', '68h', 'alarm'].filter(isEscalation)).toEqual(['90%', 'alarm'])
})

test('walking from mark to mark reaches every one and ends before the deadline', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 2_000 }), { minLength: 1, maxLength: 5 }), (lengths) => {
      const clocks = lengths.map((hours) => clock(hours))
      const seen = new Set<string>()
      let steps = 0
      for (let at = nextMarkAt(clocks, START); at && steps < 100; at = nextMarkAt(clocks, at), steps += 1)
        for (const [index, each] of clocks.entries()) {
          const mark = reachedMark(each, at)
          if (mark) seen.add(`${index} ${mark.name}`)
        }
      expect(seen.size).toBe(clocks.flatMap(clockMarks).length)
    }),
  )
})
