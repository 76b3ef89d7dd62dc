import { createHash } from 'node:crypto'
import type { Collection } from '#domain/dataset/dataset.ts'
import { scalarsAt } from '#domain/dataset/nested.ts'
import { chunks } from '../chunks.ts'
import { type JsonValue, type Link, type Match, SourceFault, type SourceRow, type Tally } from '../contract.ts'
import { type Catalog, columnOf, type Table, tableName, tableOf } from './catalog.ts'
import { cellSql, whereKeyed } from './keys.ts'
import { holds, holdsMany, type Place, placeOf, type Test } from './place.ts'
import type { Cells, Session } from './session.ts'
import { exactText, toJson } from './values.ts'

const BATCH_ROWS = 1_000
const BATCH_BYTES = 4 << 20
/** Values per match and statement: they are written out, twice, and a packet has its limit. */
const CHUNK_VALUES = 1_000

/** `decides`: what the server lets through at this place is looked at once more, document by document. */
type Part = Match & { index: number; test: Test; decides: Decide | null }
type Decide = (values: SourceRow['values']) => boolean

function partOf(table: Table, match: Match, index: number): Part {
  const places = match.fields.map((field) => placeOf(table, field))
  const [place] = places
  if (!place || places.length > 1) return { ...match, index, test: whereKeyed(places, match.values), decides: null }
  const values = match.values.map(([value = '']) => value)
  const decides = holdsMany(place.column) ? insideOf(place, values, match.ignoreCase === true) : null
  return { ...match, index, test: holds(place, values, match.ignoreCase), decides }
}

function insideOf({ field, steps }: Place, values: readonly string[], ignoreCase: boolean): Decide {
  const fold = (value: string) => (ignoreCase ? value.toLowerCase() : value)
  const wanted = new Set(values.map(fold))
  return (row) => scalarsAt(row[field] as JsonValue, steps).some((value) => wanted.has(fold(value)))
}

/** Statement n takes the n-th slice of every match. */
function statements(table: Table, matches: readonly Match[]): Part[][] {
  const slices = matches.map((match) => [...chunks(match.values, CHUNK_VALUES)])
  const longest = Math.max(0, ...slices.map(({ length }) => length))
  return Array.from({ length: longest }, (_none, turn) =>
    matches.flatMap((match, index) => {
      const values = slices[index]?.[turn]
      return values ? [partOf(table, { ...match, values }, index)] : []
    }),
  )
}

/** Streams rows inside the caller's read-only transaction, a batch at a time. */
export async function* readRows(
  session: Session,
  catalog: Catalog,
  collection: Collection,
  matches: readonly Match[],
  limitRows: number,
): AsyncGenerator<readonly SourceRow[]> {
  const table = tableOf(catalog, collection.name)
  const nested = matches.flatMap(({ fields }) => fields.map((field) => placeOf(table, field).field))
  const fields = [...new Set([...collection.fields.map(({ name }) => name), ...table.key, ...nested])]
  const twins = new Map<string, number>()
  let left = limitRows
  for (const parts of statements(table, matches)) {
    let batch: SourceRow[] = []
    let size = 0
    for await (const cells of session.stream(select(catalog, table, fields, parts))) {
      const row = rowFrom(cells, table, collection, fields, parts, twins)
      if (!row) continue
      if (--left < 0) throw new SourceFault('too_many_rows')
      batch.push(row)
      size += cells.reduce((sum, cell) => sum + (cell?.length ?? 0), 0)
      if (batch.length < BATCH_ROWS && size < BATCH_BYTES) continue
      yield batch
      batch = []
      size = 0
    }
    if (batch.length > 0) yield batch
  }
}

/** Of several matches each row says which found it; the index is asked in WHERE, the bytes are compared once. */
function select(catalog: Catalog, table: Table, fields: readonly string[], parts: readonly Part[]): string {
  const columns = fields.map((field) => cellSql(table, field))
  const from = `FROM ${tableName(catalog, table)} AS t`
  const [only, ...more] = parts
  if (only && more.length === 0) return `SELECT ${[...columns, '1'].join(', ')} ${from} WHERE ${whole(only.test)}`
  const flags = parts.map(({ test }, at) => `(${test.exact}) AS hakku_${at}`)
  const found = parts.map((_part, at) => `hakku_${at}`).join(' OR ')
  const near = parts.map(({ test }) => `(${test.near})`).join(' OR ')
  return `SELECT ${[...columns, ...flags].join(', ')} ${from} WHERE ${near} HAVING ${found}`
}

const whole = ({ near, exact }: Test): string => (near === exact ? near : `(${near}) AND (${exact})`)

function rowFrom(
  cells: Cells,
  table: Table,
  collection: Collection,
  fields: readonly string[],
  parts: readonly Part[],
  twins: Map<string, number>,
): SourceRow | null {
  const described = new Set(collection.fields.map(({ name }) => name))
  const exact: [string, string | null][] = []
  const values: [string, JsonValue][] = []
  fields.forEach((field, index) => {
    const column = columnOf(table, field)
    const cell = cells[index] ?? null
    if (!holdsMany(column)) exact.push([field, cell && exactText(cell, column)])
    values.push([field, toJson(cell, column)])
  })
  const all = Object.fromEntries(values)
  const matched = parts.flatMap(({ index, decides }, at) =>
    cells[fields.length + at]?.toString('latin1') === '1' && (decides?.(all) ?? true) ? [index] : [],
  )
  if (matched.length === 0) return null
  const texts = Object.fromEntries(exact)
  return {
    key:
      table.key.length > 0 ? table.key.map((field) => texts[field] ?? '') : [withoutKey(cells, fields.length, twins)],
    values: Object.fromEntries(values.filter(([field]) => described.has(field))),
    exact: texts,
    matched,
  }
}

/** A table without a key shows no address: what a row holds, and which of its twins it is, tells rows apart. */
function withoutKey(cells: Cells, length: number, twins: Map<string, number>): string {
  const hash = createHash('sha256')
  for (const cell of cells.slice(0, length)) hash.update(cell === null ? '-' : `${cell.length}:`).update(cell ?? '')
  const digest = hash.digest('base64')
  const nth = (twins.get(digest) ?? 0) + 1
  twins.set(digest, nth)
  return `${digest} ${nth}`
}

/** Tallies per statement. */
const CHUNK_TALLIES = 200

/** Looks at no more than `found + 1` rows per value. */
export async function hasMoreRows(
  session: Session,
  catalog: Catalog,
  name: string,
  link: Link,
  tallies: readonly Tally[],
): Promise<readonly boolean[]> {
  const table = tableOf(catalog, name)
  const more = new Set<number>()
  const nested = link.fields.some((field) => holdsMany(placeOf(table, field).column))
  const numbered = tallies.map((tally, at) => ({ ...tally, at }))
  for (const some of chunks(numbered, CHUNK_TALLIES)) {
    if (nested) await countInside(session, catalog, table, link, some, more)
    else {
      const asked = some.map(({ values, found, at }) => {
        const { test } = partOf(table, { ...link, values: [values] }, at)
        return `SELECT ${at} FROM DUAL WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM ${tableName(catalog, table)} AS t WHERE ${whole(test)} LIMIT ${found + 1}) s) > ${found}`
      })
      for (const [cell] of await session.query(asked.join(' UNION ALL '))) more.add(Number(cell?.toString('latin1')))
    }
  }
  return tallies.map((_tally, index) => more.has(index))
}

async function countInside(
  session: Session,
  catalog: Catalog,
  table: Table,
  link: Link,
  tallies: readonly (Tally & { at: number })[],
  more: Set<number>,
): Promise<void> {
  const place = placeOf(table, link.fields[0] ?? '')
  const all = partOf(table, { ...link, values: tallies.map(({ values }) => values) }, 0)
  const counts = tallies.map(({ values: [value = ''], found, at }) => ({
    names: insideOf(place, [value], link.ignoreCase === true),
    left: found,
    at,
  }))
  const sql = `SELECT ${place.sql} FROM ${tableName(catalog, table)} AS t WHERE ${whole(all.test)}`
  for await (const [cell = null] of session.stream(sql))
    for (const one of counts)
      if (one.names({ [place.field]: toJson(cell, place.column) }) && --one.left < 0) more.add(one.at)
}
