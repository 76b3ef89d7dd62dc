import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { readDataset } from './dataset/read-dataset.ts'
import type { StopValue } from './dataset/schema.ts'
import { ChosenPurposes, isStopped, purposesOf, splitPurposes, stopPointsOf, stopText } from './stop.ts'

const AT = Temporal.Instant.from('2026-11-20T08:04:00.5Z')

const GOOD = `dataset:
  - fides_key: shop
    hakku_meta:
      purposes:
        - key: marketing
          label: { id: Promosi, en: Promotions }
        - key: profiling
          label: { id: Pemrofilan, en: Profiling }
    collections:
      - name: consents
        hakku_meta: { basis: consent, purpose: marketing, label: { id: Persetujuan, en: Consents } }
        fields:
          - name: id
            fides_meta: { primary_key: true }
          - name: withdrawn_at
            hakku_meta: { stop: { purpose: marketing, set: { time: withdrawn } } }
          - name: data
            fields: [{ name: inner }]
`
const read = (text: string) => {
  const file = readDataset(text)
  if (!file.ok) throw new Error(JSON.stringify(file.problems))
  const [dataset] = file.value
  if (!dataset) throw new Error('no dataset')
  return dataset
}
const shop = read(GOOD)

test('a purpose named by key is said in words, and one that is not stays as it is written', () => {
  expect(shop.collections[0]?.purpose).toBe('Promosi')
  expect(shop.collections[0]?.fields[0]?.purpose).toBe('Promosi')
  expect(read(GOOD.replace('purpose: marketing, label', 'purpose: Iklan, label')).collections[0]?.purpose).toBe('Iklan')
})

test('what a source stops by itself is told apart from what a person has to see to', () => {
  expect(splitPurposes(shop, ['marketing'])).toMatchObject({ stops: [{ key: 'marketing' }], byHand: [] })
  expect(splitPurposes(shop, ['all'])).toMatchObject({ stops: [{ key: 'marketing' }], byHand: [{ key: 'profiling' }] })
  expect(splitPurposes(shop, ['newsletter'])).toEqual({ stops: [], byHand: [] })
  expect(stopPointsOf(shop, ['marketing'])).toMatchObject([{ collection: 'consents', field: 'withdrawn_at' }])
  expect(stopPointsOf(shop, ['profiling'])).toEqual([])
})

test('a key in several datasets is one purpose, with the words of the first', () => {
  const other = { purposes: [{ key: 'marketing', label: { id: 'Iklan', en: 'Adverts' } }] }
  expect(purposesOf([shop, other])).toHaveLength(2)
  expect(purposesOf([other, shop])[0]?.label.en).toBe('Adverts')
})

test('a person chooses keys or everything, and nothing else', () => {
  expect(ChosenPurposes.safeParse(['marketing', 'all']).success).toBe(true)
  for (const wrong of ['', 'Marketing', 'a b', 'x'.repeat(51), '<b>'])
    expect(ChosenPurposes.safeParse([wrong]).success).toBe(false)
})

test.each<[StopValue, unknown, boolean, string | null]>([
  [false, false, true, 'false'],
  [false, true, false, 'false'],
  [false, 0, true, 'false'],
  [false, null, false, 'false'],
  [true, 1, true, 'true'],
  [0, '0.00', true, '0'],
  [0, '', false, '0'],
  [0, false, true, '0'],
  ['opted_out', 'opted_out', true, 'opted_out'],
  ['opted_out', 'OPTED_OUT', false, 'opted_out'],
  ['1', 1, true, '1'],
  [null, null, true, null],
  [null, undefined, true, null],
  [null, 'x', false, null],
  [{ time: 'withdrawn' }, null, false, '2026-11-20T08:04:00Z'],
  [{ time: 'withdrawn' }, '2020-01-01T00:00:00Z', true, '2026-11-20T08:04:00Z'],
  [false, { a: 1 }, false, 'false'],
])('set %j: a field that holds %j is stopped: %j', (set, value, stopped, text) => {
  expect(isStopped(value, set)).toBe(stopped)
  expect(stopText(set, AT)).toBe(text)
})

describe('a stop that cannot be carried out is refused when the file is read:', () => {
  const stop = 'hakku_meta: { stop: { purpose: marketing, set: true } }'
  test.each<[string, string, string, RegExp]>([
    ['a purpose that is not listed', '{ purpose: marketing, set', '{ purpose: adverts, set', /list this purpose/],
    [
      'on a key',
      'fides_meta: { primary_key: true }',
      `fides_meta: { primary_key: true }\n            ${stop}`,
      /finds the row/,
    ],
    ['on an object', 'fields: [{ name: inner }]', `${stop}\n            fields: [{ name: inner }]`, /one value/],
    ['inside an object', '{ name: inner }', `{ name: inner, ${stop} }`, /field of the collection itself/],
    ['read-only', 'name: withdrawn_at', 'name: withdrawn_at\n            fides_meta: { read_only: true }', /read_only/],
    ['skipped', 'name: consents', 'name: consents\n        fides_meta: { skip_processing: true }', /skipped/],
    ['a purpose listed twice', 'key: profiling', 'key: marketing', /used above/],
    ['a value that nothing can be set to', '{ time: withdrawn }', '{ time: now }', /true, false, null/],
    ['a purpose called all', 'key: profiling', 'key: all', /not the word all/],
  ])('%s', (_name, find, replace, fix) => {
    const file = readDataset(GOOD.replace(find, replace))
    expect(!file.ok && file.problems[0]?.fix.en).toMatch(fix)
  })
})
