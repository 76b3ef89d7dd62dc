import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { hasWaited, isNearLimit } from './proof-of-work.ts'

const issuedAt = Temporal.Instant.from('2026-11-20T08:04:00Z')

test.each([
  [19, false],
  [20, true],
  [900, true],
  [901, false],
  [-1, false],
])('%i seconds after it was issued: %s', (seconds, enough) => {
  expect(hasWaited(issuedAt, issuedAt.add({ seconds }))).toBe(enough)
})

test('work is asked for from half of the limit on', () => {
  expect([0, 1, 2, 3, 4, 5].map((used) => isNearLimit(used, 5))).toEqual([false, false, false, true, true, true])
  expect([14, 15].map((used) => isNearLimit(used, 30))).toEqual([false, true])
})
