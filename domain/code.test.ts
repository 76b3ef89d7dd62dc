import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { CodeEntry, mayAskCode, purposeOf } from './code.ts'

const now = Temporal.Instant.from('2026-11-20T08:04:00Z')
const ago = (seconds: number) => now.subtract({ seconds })

test.each([
  ['123456', true],
  [' 123 456 ', true],
  ['123-456', true],
  ['123–456', true],
  ['12345', false],
  ['1234567', false],
  ['12345a', false],
  ['１２３４５６', false],
  ['1'.repeat(41), false],
  ['', false],
])('%j is a code: %s', (typed, isCode) => {
  expect(CodeEntry.safeParse(typed).success).toBe(isCode)
})

test.each([
  ['none yet', [], true],
  ['a minute ago', [60], true],
  ['59 seconds ago', [59], false],
  ['four in the hour', [61, 200, 300, 3_599], true],
  ['five in the hour', [61, 200, 300, 400, 3_599], false],
  ['the fifth an hour ago', [61, 200, 300, 400, 3_600], true],
])('codes sent: %s', (_, seconds, allowed) => {
  expect(mayAskCode(seconds.map(ago), now)).toBe(allowed)
})

test('a code proves the contact until it is proved, and never what is over', () => {
  expect(purposeOf('received', false)).toBe('verify')
  expect(purposeOf('lapsed', false)).toBe('verify')
  expect(purposeOf('collecting', true)).toBe('status')
  expect(purposeOf('withdrawn', false)).toBe('status')
  expect(purposeOf('refused', false)).toBe('status')
})
