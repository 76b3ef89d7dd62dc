import { expect, test } from 'vitest'
import { keptByBasis, keptUntil } from './outcome.ts'

test('what one law keeps is one line, from the earliest end to the latest', () => {
  const lines = keptByBasis([
    { count: 1, basis: 'KUP art. 28(11)', until: '2031-07-19' },
    { count: 2, basis: 'KUP art. 28(11)', until: '2029-04-22' },
    { count: 4, basis: 'UU 8/1997', until: '2030-01-01' },
    { count: 1, basis: 'KUP art. 28(11)', until: '2036-08-25' },
  ])
  expect(lines).toEqual([
    { count: 4, basis: 'KUP art. 28(11)', from: '2029-04-22', until: '2036-08-25' },
    { count: 4, basis: 'UU 8/1997', from: '2030-01-01', until: '2030-01-01' },
  ])
  expect(lines.map((line) => keptUntil(line, 'en'))).toEqual([
    'Sunday, 22 April 2029 – Monday, 25 August 2036',
    'Tuesday, 1 January 2030',
  ])
})
