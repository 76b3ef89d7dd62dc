import fc from 'fast-check'
import { expect, test } from 'vitest'
import { maskEmail, maskName } from './contact.ts'
import { ContactAnswer, DetailsAnswer, Filing } from './filing.ts'
import { line, plainText } from './text.ts'

const whole = { right: 'access', requesterKind: 'subject', email: 'Siti@Example.id ', name: ' Siti ' }

test('an address is compared in lower case, a name keeps its one word', () => {
  expect(Filing.parse(whole)).toMatchObject({ email: 'siti@example.id', name: 'Siti' })
})

test.each([
  [{ ...whole, email: 'siti' }, 'not_an_email'],
  [{ ...whole, email: '' }, 'missing'],
  [{ ...whole, email: 'a@b.id\nbcc: c@d.id' }, 'not_an_email'],
  [{ ...whole, email: 'a@b.id,c@d.id' }, 'not_an_email'],
  [{ ...whole, email: `${'a'.repeat(300)}@b.id` }, 'too_long'],
  [{ ...whole, name: '  ' }, 'missing'],
  [{ ...whole, name: 'Siti\u0000' }, 'unshowable'],
  [{ ...whole, name: 'Siti\u202Egnp.exe' }, 'unshowable'],
  [{ ...whole, name: 'Siti\nWahyuni' }, 'unshowable'],
  [{ ...whole, name: '\ud800' }, 'unshowable'],
  [{ ...whole, details: 'x'.repeat(5_000) }, 'too_long'],
  [{ ...whole, right: 'everything' }, 'choose_one'],
])('%o is refused: %s', (given, message) => {
  expect(Filing.safeParse(given).error?.issues[0]?.message).toBe(message)
})

test('a field nobody asked for is refused, and wrong types never throw', () => {
  expect(Filing.safeParse({ ...whole, isAdmin: true }).success).toBe(false)
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(() => [ContactAnswer.safeParse(value), DetailsAnswer.safeParse({ details: value })]).not.toThrow()
    }),
  )
})

test('text keeps Arabic, Javanese and emoji, and one kind of newline', () => {
  expect(plainText(100).parse('مرحبا ꦗꦮ 🙏\r\nterima kasih')).toBe('مرحبا ꦗꦮ 🙏\nterima kasih')
  expect(line(100).parse("Ni'mah O’Brien")).toBe("Ni'mah O’Brien")
})

test('a mask shows first letters and never the length of a long word', () => {
  expect(maskName('Siti Wahyuni')).toBe('S••• W••••••')
  expect(maskName('Budi')).toBe('B•••')
  expect(maskEmail('siti.wahyuni@example.id')).toBe('s••••••@e••••••.id')
})
