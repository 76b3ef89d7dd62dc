import { expect, test } from 'vitest'
import { IdentifierForm, maskIdentifier } from './identifier.ts'

const problems = (form: object) =>
  IdentifierForm.safeParse({ reference: 'HK-0000-0000', ...form }).error?.issues.map(
    ({ path, message }) => `${path}: ${message}`,
  ) ?? []

test.each([
  [{ label: 'email', value: 'Lama@Contoh.id', proof: 'own_record' }, []],
  [{ label: 'customer_number', value: ' 0 ', proof: 'document' }, []],
  [{ label: 'email', value: 'bukan surel' }, ['proof: choose_one', 'value: not_an_email']],
  [{ label: '', value: '  ', proof: 'guess' }, ['label: choose_one', 'value: missing', 'proof: choose_one']],
  [{ label: 'email', value: 'a@b.id\nc', proof: 'document' }, ['value: unshowable', 'value: not_an_email']],
  [{ label: 'x', value: 'y', proof: 'document', more: 1 }, [': Unrecognized key: "more"']],
])('everything that is amiss is said at once: %j', (form, expected) => {
  expect(problems(form)).toEqual(expected)
})

test.each([
  ['+6281234567806', '+628•••••'],
  ['M-2', 'M•••••'],
  ['7', '•••••'],
])('%s is shown as %s', (value, expected) => {
  expect(maskIdentifier(value)).toBe(expected)
})
