import { expect, test } from 'vitest'
import { HoldForm } from './hold.ts'

const FORM = { reference: 'HK-7K4Q-2MPX', place: 'shop/orders', basis: 'UU 8/1997', reason: 'Sengketa', until: '' }
const wrong = (change: object) =>
  Object.fromEntries(
    HoldForm.safeParse({ ...FORM, ...change }).error?.issues.map(({ path, message }) => [path.join(), message]) ?? [],
  )

test('a hold needs a basis and a reason, and says which is missing', () => {
  expect(wrong({})).toEqual({})
  expect(wrong({ basis: ' ', reason: '' })).toEqual({ basis: 'missing', reason: 'missing' })
  expect(wrong({ basis: 'x'.repeat(301) })).toEqual({ basis: 'too_long' })
})

test('what is left empty holds every row, the whole row, until somebody lifts it', () => {
  expect(HoldForm.parse({ ...FORM, row: '', field: '' })).toMatchObject({
    row: null,
    field: null,
    scope: 'request',
    until: null,
  })
})
