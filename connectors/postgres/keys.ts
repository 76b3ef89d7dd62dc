import type { Change } from '#domain/dataset/dataset.ts'
import type { RowKey } from '../contract.ts'
import { columnOf, quote, type Table } from './catalog.ts'

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
  if (change.method === 'mask') return { sql: cut(`$${at}::text`, maxLength), parameters: [change.text] }
  const parts = key.map((_name, index) => `k.k${index}`).join(', ')
  const digest = `encode(sha256(convert_to(jsonb_build_array($${at}::text, ${parts})::text, 'UTF8')), 'hex')`
  const parameters = [`${salt}:${table.name}:${field}`]
  const room = Math.min(change.length ?? DIGEST_LENGTH, maxLength ?? DIGEST_LENGTH)
  const suffix = change.suffix ?? ''
  // A suffix that leaves no room for the digest would make every row the same.
  if (suffix === '' || suffix.length >= room) return { sql: cut(digest, room), parameters }
  return { sql: `${cut(digest, room - suffix.length)} || $${at + 1}::text`, parameters: [...parameters, suffix] }
}

const DIGEST_LENGTH = 64
const cut = (text: string, length: number | null) => (length === null ? text : `left(${text}, ${length})`)
