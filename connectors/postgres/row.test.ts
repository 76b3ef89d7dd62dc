import { expect, test } from 'vitest'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import type { Table } from './catalog.ts'
import { layoutOf, PostgresRow } from './row.ts'

const NAMES = ['id', 'constructor', 'toString', 'hasOwnProperty', 'empty']
const column = { base: 'text', array: false, cast: 'text', text: true }

function rowOf(cells: readonly (string | null)[]) {
  const fields = NAMES.map((name) => `{name: ${name}}`).join(', ')
  const read = readDataset(`dataset: [{fides_key: d, collections: [{name: t, fields: [${fields}]}]}]`)
  const collection = read.ok ? read.value[0]?.collections[0] : undefined
  if (!collection) throw new Error(JSON.stringify(read))
  const columns = Object.fromEntries(NAMES.map((name) => [name, column]))
  const bytes = cells.flatMap((cell) => {
    const length = Buffer.alloc(4)
    length.writeInt32BE(cell === null ? -1 : Buffer.byteLength(cell))
    return [length, Buffer.from(cell ?? '')]
  })
  const layout = layoutOf({ key: ['id'], columns } as unknown as Table, collection, NAMES, [])
  return new PostgresRow(Buffer.concat([Buffer.from('before'), ...bytes]), 6, layout)
}

test('a column may have the name of an object’s own method; what is no column is not there', () => {
  const row = rowOf(['1', 'c', 't', 'h', null])
  expect(NAMES.map((name) => row.exact[name])).toEqual(['1', 'c', 't', 'h', null])
  for (const name of ['valueOf', '__proto__', 'other']) expect(row.exact[name]).toBeUndefined()
  expect(row.key).toEqual(['1'])
})

test('its JSON is written as it is read', () => {
  const row = rowOf(['1', 'with "quotes"', 'é', '', null])
  const pieces: string[] = []
  row.write({
    text: (piece) => pieces.push(piece),
    copy: (bytes, from, to) => pieces.push(bytes.toString('utf8', from, to)),
  })
  expect(pieces.join('')).toBe(row.json)
  expect(JSON.parse(row.json)).toEqual({
    id: '1',
    constructor: 'with "quotes"',
    toString: 'é',
    hasOwnProperty: '',
    empty: null,
  })
})

test('a row that outgrows the desk is whole', () => {
  const large = 'x'.repeat(3_000_000)
  for (const text of [large, 'small', large])
    expect(JSON.parse(rowOf(['1', text, null, null, null]).json)).toMatchObject({ constructor: text })
})
