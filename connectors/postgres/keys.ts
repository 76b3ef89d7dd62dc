import type { Change } from '#domain/dataset/dataset.ts'
import type { RowKey } from '../contract.ts'
import { columnOf, quote, type Table } from './catalog.ts'

/** Keys per statement. */
const CHUNK_KEYS = 5_000

export function* chunks<T>(all: readonly T[]): Generator<readonly T[]> {
  for (let at = 0; at < all.length; at += CHUNK_KEYS) yield all.slice(at, at + CHUNK_KEYS)
}

/** Keys as a relation `k(k0, k1, …)` of text columns, one array parameter per key column, from `$first` on. */
export function keyRelation(key: readonly string[], keys: readonly RowKey[], first: number) {
  const parameters = key.map((_column, index) => keys.map((one) => one[index]))
  const arrays = key.map((_column, index) => `$${first + index}::text[]`).join(', ')
  return { sql: `unnest(${arrays}) AS k(${key.map((_column, index) => `k${index}`).join(', ')})`, parameters }
}

/** Every column of the key is compared, as its own type: a zero in a composite key is a value like any other. */
export const sameKey = (table: Table, key: readonly string[], alias = 't'): string =>
  key.map((name, index) => `${alias}.${quote(name)} = CAST(k.k${index} AS ${columnOf(table, name).cast})`).join(' AND ')

/**
 * The new value of a field in SQL. `hash` digests the plan's salt and the row's key, never the old value: nothing can
 * be guessed back from it, a second run gives the same, and each row gets its own (a unique column stays unique).
 */
export function newValue(
  table: Table,
  field: string,
  change: Change,
  key: readonly string[],
  salt: string,
  at: number,
) {
  if (change.method === 'null') return { sql: 'NULL', parameters: [] }
  const { maxLength } = columnOf(table, field)
  const cut = (text: string) => (maxLength === null ? text : `left(${text}, ${maxLength})`)
  if (change.method === 'mask') return { sql: cut(`$${at}::text`), parameters: [change.text] }
  const parts = key.map((_name, index) => `k.k${index}`).join(', ')
  const digest = `encode(sha256(convert_to(jsonb_build_array($${at}::text, ${parts})::text, 'UTF8')), 'hex')`
  return { sql: cut(digest), parameters: [`${salt}:${table.name}:${field}`] }
}
