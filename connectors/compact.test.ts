import fc from 'fast-check'
import { expect, test } from 'vitest'
import { CompactCounts, CompactSet } from './compact.ts'

const key = fc.oneof(
  fc.maxSafeInteger().map(String),
  fc.nat(50).map(String),
  fc.constantFrom('', '0', '-0', '00', '1.0', '1e3', ' 1', '9007199254740993', '4294967296', '-4294967296', 'NaN'),
  fc.uuid(),
  fc.string(),
)

test('a set and counts answer as JavaScript’s own do, whatever the texts', () => {
  fc.assert(
    fc.property(fc.array(key, { maxLength: 300 }), fc.array(key, { maxLength: 50 }), (added, asked) => {
      const [set, counts, plain] = [new CompactSet(), new CompactCounts(), new Map<string, number>()]
      for (const text of added) {
        expect(set.add(text)).toBe(!plain.has(text))
        counts.add(text)
        plain.set(text, (plain.get(text) ?? 0) + 1)
      }
      for (const text of [...added, ...asked]) {
        expect(set.has(text)).toBe(plain.has(text))
        expect(counts.count(text)).toBe(plain.get(text) ?? 0)
      }
    }),
  )
})

test('a hundred thousand keys of every form are all told apart', () => {
  const forms = [
    (at: number) => `${at}`,
    (at: number) => `${-at - 1}`,
    (at: number) => `k${at}`,
    (at: number) => `0${at}`,
  ]
  const keys = forms.flatMap((form) => Array.from({ length: 25_000 }, (_none, at) => form(at * 65_536)))
  const set = new CompactSet()
  expect(keys.every((one) => set.add(one))).toBe(true)
  expect(keys.some((one) => set.add(one))).toBe(false)
})
