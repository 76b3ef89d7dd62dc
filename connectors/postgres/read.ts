import type pg from 'pg'
import type { Collection } from '#domain/dataset/dataset.ts'
import { type Link, type Match, SourceFault, type SourceRow, type Tally } from '../contract.ts'
import { type Catalog, type Column, columnOf, quote, type Table, tableName, tableOf } from './catalog.ts'
import { fetchAll } from './fetch.ts'
import { holdsMany, type Place, placeOf, scalarsSql } from './place.ts'
import { layoutOf, type Part, PostgresRow } from './row.ts'

/** Values per match and statement: beyond it the array itself costs more than a second statement. */
const CHUNK_VALUES = 5_000

export const AS_TEXT: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value }

/** A value beyond int4 must not fail against an int4 column: it simply fits no row. Same index operator family. */
const INTEGERS = new Set(['int2', 'int4', 'int8'])
const comparable = ({ base, array, cast, text }: Column): string =>
  array ? cast : INTEGERS.has(base) ? 'int8' : text && base !== 'bpchar' && base !== 'citext' ? 'text' : cast

/** A text with a NUL, which other sources can hold, is no text here: it fits nothing, as null does. */
const sendable = (value: string | undefined): string | null => (value?.includes('\0') ? null : (value ?? null))

export type Where = { sql: string; parameters: unknown[] }

/** The column itself is compared where that is enough, so that its index serves. */
const folds = ({ column: { text, base } }: Place, { ignoreCase }: Link): boolean =>
  ignoreCase === true && text && base !== 'citext'

/** `fields` equal one of `values`, as arrays, so that twenty thousand keys are one parameter. */
export function equals(table: Table, match: Match, first: number): Where {
  const parameters = match.fields.map((_field, index) => match.values.map((value) => sendable(value[index])))
  const places = match.fields.map((field) => placeOf(table, field))
  const [place] = places
  if (place && places.length === 1) return { sql: equalsOne(place, match, `$${first}`), parameters }
  const casts = places.map(({ column }, index) => `$${first + index}::${comparable(column)}[]`)
  return {
    sql: `(${places.map(({ sql }) => sql).join(', ')}) IN (SELECT * FROM unnest(${casts.join(', ')}))`,
    parameters,
  }
}

function equalsOne(place: Place, link: Link, array: string): string {
  const { column, sql } = place
  if (!holdsMany(column) && !folds(place, link)) return `${sql} = ANY (${array}::${comparable(column)}[])`
  const values = link.ignoreCase ? `ARRAY(SELECT lower(o) FROM unnest(${array}::text[]) o)` : `${array}::text[]`
  if (!holdsMany(column)) return `lower(${sql}) = ANY (${values})`
  return `EXISTS (SELECT FROM (${scalarsSql(place)}) s(v) WHERE ${link.ignoreCase ? 'lower(s.v)' : 's.v'} = ANY (${values}))`
}

/** Statement n takes the n-th slice of every match. */
function statements(matches: readonly Match[]): Part[][] {
  const longest = Math.max(0, ...matches.map(({ values }) => values.length))
  return Array.from({ length: Math.ceil(longest / CHUNK_VALUES) }, (_none, turn) =>
    matches.flatMap((match, index) => {
      const values = match.values.slice(turn * CHUNK_VALUES, (turn + 1) * CHUNK_VALUES)
      return values.length > 0 ? [{ ...match, index, values }] : []
    }),
  )
}

/** Streams through a server-side cursor inside the caller's read-only transaction. */
export async function* readRows(
  client: pg.PoolClient,
  catalog: Catalog,
  collection: Collection,
  matches: readonly Match[],
  limitRows: number,
): AsyncGenerator<readonly SourceRow[]> {
  const table = tableOf(catalog, collection.name)
  const fields = [...new Set([...collection.fields.map(({ name }) => name), ...table.key])]
  let left = limitRows
  for (const parts of statements(matches)) {
    const { text, parameters } = select(catalog, table, fields, parts)
    await client.query(`DECLARE hakku_rows NO SCROLL CURSOR WITHOUT HOLD FOR ${text}`, parameters)
    const layout = layoutOf(table, collection, fields, parts)
    for await (const rows of fetchAll(client, 'hakku_rows', (bytes, at) => new PostgresRow(bytes, at, layout))) {
      left -= rows.length
      if (left < 0) throw new SourceFault('too_many_rows')
      yield rows
    }
    await client.query('CLOSE hakku_rows')
  }
}

/** One form for reading and for reading again. */
export const cell = (table: Table, field: string): string =>
  columnOf(table, field).array ? `to_json(t.${quote(field)}::text[])` : `t.${quote(field)}`

function select(catalog: Catalog, table: Table, fields: readonly string[], parts: readonly Part[]) {
  const parameters: unknown[] = []
  const conditions = parts.map((part) => {
    const where = equals(table, part, parameters.length + 1)
    parameters.push(...where.parameters)
    return `(${where.sql})`
  })
  const columns = fields.map((field) => cell(table, field))
  const flags = parts.length > 1 ? conditions : ['true']
  const address = table.key.length === 0 ? [addressSql(table)] : []
  const text = `SELECT ${[...columns, ...flags, ...address].join(', ')} FROM ${tableName(catalog, table)} t WHERE ${conditions.join(' OR ')}`
  return { text, parameters }
}

/** Of rows without any, what they hold and which of their twins they are tells them apart. */
const addressSql = ({ stored }: Table): string =>
  stored ? `t.tableoid::text || t.ctid::text` : `md5(t::text) || ' ' || row_number() OVER (PARTITION BY t::text)`

/** Looks at no more than `found + 1` rows per value. */
export async function hasMoreRows(
  client: pg.PoolClient,
  catalog: Catalog,
  name: string,
  link: Link,
  tallies: readonly Tally[],
): Promise<readonly boolean[]> {
  const table = tableOf(catalog, name)
  const places = link.fields.map((field) => placeOf(table, field))
  const values = places.map((_place, index) => tallies.map((tally) => sendable(tally.values[index])))
  const text = ({ column }: Place) => holdsMany(column) || link.ignoreCase
  const casts = places.map((place, index) => `$${index + 2}::${text(place) ? 'text' : comparable(place.column)}[]`)
  const same = places.map((place, index) => sameValue(place, link, `k.v${index}`)).join(' AND ')
  const { rows } = await client.query<{ at: string }>(
    `SELECT k.at FROM unnest($1::int4[], ${casts.join(', ')}) WITH ORDINALITY AS k(found, ${places.map((_place, index) => `v${index}`).join(', ')}, at)
     WHERE (SELECT count(*) FROM (SELECT FROM ${tableName(catalog, table)} t WHERE ${same} LIMIT k.found + 1) s) > k.found`,
    [tallies.map(({ found }) => found), ...values],
  )
  const more = new Set(rows.map(({ at }) => Number(at) - 1))
  return tallies.map((_tally, index) => more.has(index))
}

function sameValue(place: Place, link: Link, value: string): string {
  const fold = (sql: string) => (link.ignoreCase ? `lower(${sql})` : sql)
  if (holdsMany(place.column))
    return `EXISTS (SELECT FROM (${scalarsSql(place)}) s(v) WHERE ${fold('s.v')} = ${fold(value)})`
  if (folds(place, link)) return `lower(${place.sql}) = lower(${value})`
  return `${place.sql} = ${link.ignoreCase ? `${value}::${place.column.cast}` : value}`
}
