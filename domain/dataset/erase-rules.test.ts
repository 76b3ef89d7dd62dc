import { expect, test } from 'vitest'
import { effectiveErase } from './effective-erase.ts'
import { readDataset } from './read-dataset.ts'
import { retentionEnd } from './retention.ts'

test.each([
  ['a date', { date: '2034-12-31' }, null, '2034-12-31'],
  ['ten years after a date', { field: 'at', years: 10 }, '2024-03-05', '2034-03-05'],
  ['after a timestamp, its own day', { field: 'at', years: 10 }, '2024-03-05T23:59:59.5Z', '2034-03-05'],
  ['29 February', { field: 'at', years: 1 }, '2024-02-29', '2025-02-28'],
  ['before Christ', { field: 'at', years: 10 }, '-000043-03-15', '-000033-03-15'],
  ['an empty field', { field: 'at', years: 10 }, null, 'no_end_date'],
  ['no date', { field: 'at', years: 10 }, 'infinity', 'no_end_date'],
  ['a day that does not exist', { field: 'at', years: 10 }, '2024-13-45', 'no_end_date'],
  ['a number', { field: 'at', years: 10 }, 20240305, 'no_end_date'],
])('retention: %s', (_name, until, value, expected) => {
  const end = retentionEnd(until, () => value)
  expect(end.ok ? end.value.toString() : end.reason).toBe(expected)
})

const decide = (meta: string, field: string, inKey = false, linked = false) => {
  const read = readDataset(`dataset: [{fides_key: d, collections: [{name: c, ${meta} fields: [{name: f, ${field}}]}]}]`)
  const collection = read.ok ? read.value[0]?.collections[0] : undefined
  const only = collection?.fields[0]
  if (!collection || !only) throw new Error(JSON.stringify(read))
  return effectiveErase(collection, only, inKey, linked)?.method ?? 'stays'
}

test('what a silent dataset means', () => {
  const personal = 'data_categories: [user.name]'
  const identity = 'fides_meta: {identity: email}'
  expect(decide('', personal)).toBe('null')
  expect(decide('', 'data_categories: [system.operations]')).toBe('stays')
  expect(decide('', 'data_categories: [username]')).toBe('stays')
  expect(decide('', personal, true)).toBe('stays')
  expect(decide('', personal, false, true)).toBe('stays')
  expect(decide('', identity)).toBe('null')
  expect(decide('', identity, true)).toBe('delete')
  expect(decide('hakku_meta: {erase: {keep: {basis: law, until: 2040-01-01}}},', personal)).toBe('stays')
  expect(decide('', `${personal}, hakku_meta: {erase: hash}`, true)).toBe('hash')
})
