import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPattern, masked, readMask } from './mask.ts'

const apply = (source: string, value: string | null) => {
  const mask = readMask(source)
  if (!mask.ok) throw new Error(mask.reason)
  return masked(value, mask.value)
}

test.each([
  ['***', 'Siti', '***'],
  ['***', null, '***'],
  ['{first:1}***', 'Siti', 'S***'],
  ['{first:1}***', 'Ani', '***'],
  ['{first:1}***', null, null],
  ['**** {last:4}', '4111111111111111', '**** 1111'],
  ['**** {last:4}', '1234', '**** '],
  ['{first:2}…{last:1}', 'Jakarta', 'Ja…a'],
  ['{first:1}***@{domain}', 'siti@example.id', 's***@example.id'],
  ['{first:1}***@{domain}', 'ab@example.id', '***@example.id'],
  ['{first:1}***@{domain}', 'no address', 'n***'],
  ['***@{domain}', '@x', '***@x'],
])('%s of %s is %s', (source, value, expected) => expect(apply(source, value)).toBe(expected))

test.each([
  '',
  '{last:1}x',
  '{first:0}*',
  '{first:1}',
  'a{domain}',
  'x@{domain}x',
  'a{b}',
  'a@b@{domain}',
  'x'.repeat(201),
])('refused: %s', (source) => expect(readMask(source)).toEqual({ ok: false, reason: 'mask_unreadable' }))

test('masking what is masked changes nothing, and a pattern never shows more than it says', () => {
  const source = fc
    .tuple(
      fc.integer({ min: 0, max: 9 }),
      fc.stringMatching(/^[*x ]{1,6}$/),
      fc.constantFrom('', '{last:2}', '@{domain}'),
    )
    .map(([first, text, end]) => `${first ? `{first:${first}}` : ''}${text}${end}`)
  fc.assert(
    fc.property(source, fc.string({ unit: 'grapheme', maxLength: 30 }), (pattern, value) => {
      const once = apply(pattern, value)
      expect(apply(pattern, once)).toBe(once)
      const mask = readMask(pattern)
      if (mask.ok && isPattern(mask.value)) expect(once).toContain(mask.value.text)
    }),
  )
})
