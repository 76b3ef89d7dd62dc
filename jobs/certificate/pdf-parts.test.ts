import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pieces } from './pdf-parts.tsx'

test.each([
  ['UU 8/1997 pasal 11', ['UU 8/1997 pasal 11']],
  ['customer_delivery_addresses', ['customer_', 'delivery_', 'addresses']],
  ['Toko / orders.shipping_address_line', ['Toko ', '/', ' ', 'orders.', 'shipping_', 'address_', 'line']],
  ['a'.repeat(25), ['a'.repeat(20), 'aaaaa']],
])('%s breaks where a person would break it', (text, expected) => expect(pieces(text)).toEqual(expected))

test('nothing is lost, and no word is wider than its column', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      expect(pieces(text).join('')).toBe(text)
      for (const piece of pieces(text)) expect(/\S{21,}/u.test(piece)).toBe(false)
    }),
  )
})
