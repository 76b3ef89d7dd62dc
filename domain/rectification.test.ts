import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDataset } from './dataset/read-dataset.ts'
import { type CorrectionWords, decideCorrection, mayCorrect } from './rectification.ts'

const read = readDataset(`dataset: [{fides_key: d, collections: [
  {name: people, hakku_meta: {note: remark}, fields: [{name: id}, {name: phone, hakku_meta: {rectifiable: true, label: {id: Nomor telepon, en: Phone number}}},
    {name: total}, {name: fixed, fides_meta: {read_only: true}, hakku_meta: {rectifiable: true}}, {name: remark}]},
  {name: bills, fields: [{name: total_due}]}]}]`)
const [people, bills] = read.ok ? (read.value[0]?.collections ?? []) : []
const row = { key: ['1'], values: { phone: '0812', total: 3, remark: null }, shared: false, thirdParty: false }
const words = (change: Partial<CorrectionWords> = {}): CorrectionWords => ({
  way: 'replace',
  to: '0813',
  statement: 'A bill of this month',
  ...change,
})
function decide(field: string, change: Partial<CorrectionWords> = {}, of: Partial<typeof row> = {}, from = people) {
  const found = from?.fields.find(({ name }) => name === field)
  if (!from || !found) throw new Error('no such field')
  return decideCorrection(from, found, { ...row, ...of }, words(change), 'HK-1, 2026-11-21')
}

test('a field has words of its own, or its name as words', () => {
  expect(people?.fields[1]?.label).toEqual({ id: 'Nomor telepon', en: 'Phone number' })
  expect(bills?.fields[0]?.label.en).toBe('Total due')
})

describe('replacing', () => {
  test('keeps the value that was seen beside the new one', () => {
    expect(decide('phone')).toEqual({
      ok: true,
      value: {
        key: ['1'],
        value: '0812',
        write: { field: 'phone', from: '0812', to: '0813' },
        statement: 'A bill of this month',
        confirmation: null,
      },
    })
    expect(decide('phone', { to: '', empty: 'yes' })).toMatchObject({ ok: true, value: { write: { to: null } } })
  })
  test.each([
    ['a field whose map does not allow it', decide('total'), 'not_rectifiable'],
    ['a read-only field', decide('fixed'), 'not_rectifiable'],
    ['a row that cannot be addressed', decide('phone', {}, { key: [] }), 'not_rectifiable'],
    ['nothing new', decide('phone', { to: '' }), 'say_new_value'],
    ['the value it has', decide('phone', { to: '0812' }), 'same_value'],
    ['a shared row, unsaid', decide('phone', {}, { shared: true }), 'confirm_others_row'],
    [
      'somebody else’s row, half said',
      decide('phone', { confirmation: 'yes' }, { thirdParty: true }),
      'confirm_others_row',
    ],
  ])('%s is refused', (_, decision, reason) => expect(decision).toEqual({ ok: false, reason }))
  test('a shared row with a reason is not', () => {
    const confirmation = 'Both live at this address'
    expect(decide('phone', { confirmation }, { shared: true })).toMatchObject({ ok: true, value: { confirmation } })
  })
})

describe('a note', () => {
  const note = { way: 'note', noteReason: 'original_required' } as const
  test('goes where the map says, after what stands there', () => {
    expect(decide('total', note)).toMatchObject({
      value: { write: { field: 'remark', from: null, to: 'HK-1, 2026-11-21: A bill of this month' } },
    })
    const said = { ...row.values, remark: 'old' }
    expect(decide('total', note, { values: said as never })).toMatchObject({
      value: { write: { from: 'old', to: 'old\nHK-1, 2026-11-21: A bill of this month' } },
    })
  })
  test('is kept beside the data where the map names no place', () => {
    expect(decide('total_due', note, {}, bills)).toMatchObject({ ok: true, value: { write: null } })
  })
  test('says why', () => expect(decide('total', { way: 'note' })).toEqual({ ok: false, reason: 'say_why_note' }))
})

test('whatever is typed, what is written is that or nothing, and never the field’s own value', () => {
  fc.assert(
    fc.property(fc.string(), fc.boolean(), (to, empty) => {
      const decision = decide('phone', { to, ...(empty ? { empty: 'yes' as const } : {}) })
      if (decision.ok) expect(decision.value.write?.to).toBe(empty ? null : to)
      else expect(to === '' || to === '0812').toBe(true)
    }),
  )
})

test('only who works on an open rectification may correct', () => {
  const staff = { kind: 'staff', controllerId: 'c', userId: 'u', role: 'agent', controllerIds: [] } as const
  const request = { controllerId: 'c', right: 'rectification', status: 'reviewing' } as const
  expect(mayCorrect(staff, request)).toMatchObject({ ok: true })
  expect(mayCorrect({ ...staff, role: 'auditor' }, request)).toMatchObject({ reason: 'not_allowed' })
  expect(mayCorrect({ ...staff, controllerId: 'd' }, request)).toMatchObject({ reason: 'not_allowed' })
  expect(mayCorrect(staff, { ...request, right: 'erasure' })).toMatchObject({ reason: 'not_in_review' })
  expect(mayCorrect(staff, { ...request, status: 'approved' })).toMatchObject({ reason: 'not_in_review' })
})
