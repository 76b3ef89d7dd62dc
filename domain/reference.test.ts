import fc from 'fast-check'
import { expect, test } from 'vitest'
import { formatReference, parseReference } from './reference.ts'

const bytes = fc.uint8Array({ minLength: 7, maxLength: 7 })

test('every reference reads back, as printed, in lower case, without hyphens', () => {
  fc.assert(
    fc.property(bytes, (random) => {
      const reference = formatReference(random)
      expect(reference).toMatch(/^HK-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/)
      expect(parseReference(reference)).toBe(reference)
      expect(parseReference(` ${reference.toLowerCase().replaceAll('-', ' ')}`)).toBe(reference)
      expect(parseReference(reference.slice(3))).toBe(reference)
    }),
  )
})

test('one wrong character or two swapped ones are noticed', () => {
  fc.assert(
    fc.property(bytes, fc.nat(7), fc.integer({ min: 1, max: 31 }), (random, at, by) => {
      const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
      const text = formatReference(random).slice(3).replace('-', '')
      const wrong = [...text]
      wrong[at] = alphabet[(alphabet.indexOf(text[at]!) + by) % 32]!
      expect(parseReference(wrong.join(''))).toBeNull()
      const other = (at + 1) % 8
      const swapped = [...text]
      ;[swapped[at], swapped[other]] = [text[other]!, text[at]!]
      if (text[at] !== text[other]) expect(parseReference(swapped.join(''))).toBeNull()
    }),
  )
})

test.each(['', 'HK', 'HK-7K4Q-2MP', 'HK-UUUU-UUUU', 'x'.repeat(10_000)])('%s is none', (typed) => {
  expect(parseReference(typed)).toBeNull()
})
