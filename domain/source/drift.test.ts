import { describe, expect, test } from 'vitest'
import type { CheckedCollection, CheckResult, FoundProblem } from './check-result.ts'
import { differencesOf, freshOf, kindsOf, stateAfter } from './drift.ts'

const customer = (change: Partial<CheckedCollection> = {}): CheckedCollection => ({
  name: 'customer',
  key: ['id'],
  rights: { read: true, change: true, delete: true, stop: true },
  columns: { id: 'bigint', email: 'text' },
  ...change,
})
const check = (collections: CheckedCollection[], problems: FoundProblem[] = []): CheckResult => ({
  collections,
  problems,
  milliseconds: 1,
})
const unclassified = (field: string): FoundProblem => ({
  collection: 'customer',
  field,
  problem: 'unclassified_field',
})
const before = check([customer()])
const wider = customer({ columns: { id: 'bigint', email: 'text', phone: 'text' } })
const found = (now: CheckResult, baseline = before) =>
  differencesOf(baseline, now).map(({ field, difference }) => (field ? `${field} ${difference}` : difference))

describe('what differs from the day the map was taken into use', () => {
  test.each<[string, CheckResult, string[]]>([
    ['nothing', check([customer()]), []],
    ['a new column that nobody classified', check([wider], [unclassified('phone')]), ['phone new_field']],
    ['a new column that the map knows', check([wider]), []],
    ['a column of another type', check([customer({ columns: { id: 'uuid', email: 'text' } })]), ['id changed_type']],
    ['a column that went', check([customer({ columns: { id: 'bigint' } })]), ['email gone_field']],
    ['a table that went', check([]), ['gone_collection']],
    [
      'a right that went',
      check([customer({ rights: { read: true, change: false, delete: true, stop: true } })]),
      ['lost_change'],
    ],
    [
      'all of them',
      check([customer({ rights: { read: false, change: false, delete: false, stop: false } })]),
      ['lost_read', 'lost_change', 'lost_delete', 'lost_stop'],
    ],
  ])('%s', (_, now, expected) => expect(found(now)).toEqual(expected))

  const undescribed = (collection: string): FoundProblem => ({
    collection,
    field: null,
    problem: 'undescribed_collection',
  })

  test('a new table that no map describes; one that was there already, or went, is none', () => {
    const now = check([customer()], [undescribed('card'), undescribed('old')])
    expect(differencesOf(check([customer()], [undescribed('old')]), now)).toEqual([
      { collection: 'card', field: null, difference: 'new_collection' },
    ])
    expect(differencesOf(now, before)).toEqual([])
  })

  test('what was told is not told again; what came since is', () => {
    const one = { collection: 'card', field: null, difference: 'new_collection' } as const
    const more = { ...one, collection: 'points' }
    expect(freshOf([], [one])).toEqual([one])
    expect(freshOf([one], [one, more])).toEqual([more])
    expect(kindsOf([one, more, { collection: 'card', field: 'id', difference: 'changed_type' }])).toEqual({
      new_collection: 2,
      changed_type: 1,
    })
  })

  test('what was wrong already then, and a right that came, are no differences', () => {
    const baseline = check(
      [{ ...wider, rights: { read: true, change: false, delete: false, stop: false } }],
      [unclassified('phone')],
    )
    expect(found(check([wider], [unclassified('phone')]), baseline)).toEqual([])
  })
})

test('the state: drift outweighs problems, and notes weigh nothing', () => {
  const note: FoundProblem = { collection: 'customer', field: null, problem: 'no_key' }
  expect(stateAfter(check([customer()], [note]), [])).toBe('fine')
  expect(stateAfter(check([wider], [unclassified('phone')]), [])).toBe('problems')
  const drifted = check([wider], [unclassified('phone')])
  expect(stateAfter(drifted, differencesOf(before, drifted))).toBe('drifted')
})
