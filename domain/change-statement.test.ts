import { expect, test } from 'vitest'
import { ChangeStatement, holdsTyped, keyFieldsOf, keyOfRow, madeOf, refusedBy } from './change-statement.ts'
import { datasetFrom } from './dataset/from-source.ts'
import { DatasetSource } from './dataset/schema.ts'

const said = (statement: object, asked = 2) => refusedBy(ChangeStatement.parse(statement), asked)

test('all are made, all are refused for one reason, or some for their own', () => {
  expect(said({ outcome: 'changed' })).toEqual(new Map())
  expect(said({ outcome: 'refused', reason: 'legal_obligation' })).toEqual(
    new Map([
      [0, 'legal_obligation'],
      [1, 'legal_obligation'],
    ]),
  )
  expect(said({ outcome: 'refused', changes: [{ at: 1, reason: 'wrong_type' }] })).toEqual(new Map([[1, 'wrong_type']]))
})

test('what is made is all, all but what is named, or nothing', () => {
  const made = (statement: object) => madeOf(['first', 'second'], ChangeStatement.parse(statement))
  const second = [{ at: 1, reason: 'not_possible' }]
  expect(made({ outcome: 'changed' })).toEqual(['first', 'second'])
  expect(made({ outcome: 'partly', changes: second })).toEqual(['first'])
  expect(made({ outcome: 'refused', changes: second })).toEqual([])
  expect(said({ outcome: 'partly', changes: second })).toEqual(new Map([[1, 'not_possible']]))
})

test('in part is neither all nor nothing', () => {
  expect(ChangeStatement.safeParse({ outcome: 'partly', changes: [] }).success).toBe(false)
  expect(ChangeStatement.safeParse({ outcome: 'partly', reason: 'gone' }).success).toBe(false)
  const all = [0, 1].map((at) => ({ at, reason: 'gone' }))
  expect(said({ outcome: 'partly', changes: all })).toBe(null)
  expect(said({ outcome: 'partly', changes: [{ at: 2, reason: 'gone' }] })).toBe(null)
})

test('a refusal without a reason, or of what was not asked, says nothing', () => {
  expect(said({ outcome: 'refused' })).toBe(null)
  expect(said({ outcome: 'refused', changes: [{ at: 2, reason: 'gone' }] })).toBe(null)
  expect(ChangeStatement.safeParse({ outcome: 'refused', reason: 'Siti says no' }).success).toBe(false)
  expect(ChangeStatement.safeParse({ outcome: 'changed', reason: 'gone' }).success).toBe(false)
})

test('a row is told by the fields that the map calls its key, zero and empty text included', () => {
  const fields = ['id', 'part', 'name'].map((name) => ({ name, fides_meta: { primary_key: name !== 'name' } }))
  const source = DatasetSource.parse({ fides_key: 'crm', collections: [{ name: 'contacts', fields }] })
  const [collection] = datasetFrom(source).collections
  const keys = collection ? keyFieldsOf(collection) : []
  expect(keys).toEqual(['id', 'part'])
  expect(keyOfRow(keys, { id: 0, part: '', name: 'Siti' })).toEqual(['0', ''])
  expect(keyOfRow(keys, { id: 'a', part: false })).toEqual(['a', 'false'])
  for (const row of [{ id: 1 }, { id: 1, part: null }, { id: 1, part: [2] }]) expect(keyOfRow(keys, row)).toEqual([])
  expect(keyOfRow([], { id: 1 })).toEqual([])
})

test.each<[unknown, string | null, boolean]>([
  ['0813', '0813', true],
  [813, '0813', true],
  [0, '', false],
  ['0813', '813', false],
  [true, 'true', true],
  [null, null, true],
  ['', null, false],
  [null, '', false],
  [[1, 'a'], '[1,"a"]', true],
])('%j is what was typed as %j: %s', (value, to, expected) => expect(holdsTyped(value, to)).toBe(expected))
