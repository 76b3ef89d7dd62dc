import { expect, test } from 'vitest'
import { rankTest } from './rank-test.ts'

const from = (start: number) => Array.from({ length: 50 }, (_, at) => start + at)

test('two alike sources cannot be told apart, two that differ can', () => {
  expect(rankTest(from(0.5), from(0))).toBeGreaterThan(0.8)
  expect(rankTest(from(0), from(30))).toBeLessThan(1e-6)
  expect(rankTest(from(30), from(0))).toBeLessThan(1e-6)
  expect(rankTest([1, 2, 3, 4, 5], [6, 7, 8, 9, 10])).toBeCloseTo(0.009, 3)
})
