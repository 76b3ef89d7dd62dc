import fc from 'fast-check'
import { expect, test } from 'vitest'
import { harmless, plain } from './plain.ts'

test.each([
  ['Toko Sejahtera', 'Toko Sejahtera'],
  ["PT. Ibu D'Jaya & Anak (Tbk)", "PT. Ibu D'Jaya & Anak (Tbk)"],
  ['23 November 2026, 15.04 WIB; 3 × 24 jam', '23 November 2026, 15.04 WIB; 3 × 24 jam'],
  ['Satu\r\n\r\nDua', 'Satu\n\nDua'],
  ['Alasan: data diperlukan', 'Alasan: data diperlukan'],
  ['http:https://evil', 'evil'],
  ['hxhttp://tp://evil', 'evil'],
  ['javascript:alert(1)', 'alert(1)'],
  ['<a href="x">Budi</a>', 'a href="x"Budi/a'],
  ['a\u202Eb\u0000c\u200Bd', 'abcd'],
  ['evil.com', 'evil.\u2060com'],
  ['evil。com', 'evil。\u2060com'],
  ['a@b.example', 'a@\u2060b.\u2060example'],
])('%j becomes %j', (given, expected) => {
  expect(plain(given)).toBe(expected)
})

const nasty = fc.string({
  unit: fc.constantFrom(
    'http',
    's',
    ':',
    '/',
    '//',
    '<',
    '>',
    '.',
    'com',
    '@',
    '\r\n',
    '\u202E',
    '\u2060',
    'mailto:',
    'a',
    '1',
    ' ',
    '。',
  ),
  maxLength: 30,
})
test('whatever comes in, nothing that links, tags or turns text around comes out', () => {
  fc.assert(
    fc.property(fc.oneof(nasty, fc.string({ unit: 'binary' })), (given) => {
      const out = plain(given)
      expect(out).not.toMatch(/:\/\/|[<>]|[a-z]\.[a-z]{2}|\w@\w/i)
      expect(out).not.toMatch(/(?![\n\u2060])[\p{Cc}\p{Cf}]/u)
    }),
    { numRuns: 2_000 },
  )
})
test('a contact that is an address stays one, anything else is made plain', () => {
  expect(
    harmless({ contact: 'a@b.example', name: 'a@b.example', list: [{ dpoContact: 'x http://y.zz' }], n: 1 }),
  ).toEqual({
    contact: 'a@b.example',
    name: 'a@\u2060b.\u2060example',
    list: [{ dpoContact: 'x y.\u2060zz' }],
    n: 1,
  })
})
