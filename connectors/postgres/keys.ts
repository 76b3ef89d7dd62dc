import type pg from 'pg'
import { CHUNK_KEYS } from '../chunks.ts'
import type { RowKey } from '../contract.ts'
import { type Catalog, columnOf, quote, type Table, tableName, tableOf } from './catalog.ts'

/** Keys as a relation `k(k0, k1, …)` of text columns, one array parameter per key column, from `$first` on. */
export function keyRelation(key: readonly string[], keys: readonly RowKey[], first: number) {
  const parameters = key.map((_column, index) => keys.map((one) => one[index]))
  const arrays = key.map((_column, index) => `$${first + index}::text[]`).join(', ')
  return { sql: `unnest(${arrays}) AS k(${key.map((_column, index) => `k${index}`).join(', ')})`, parameters }
}

/** Every column of the key is compared, as its own type: a zero in a composite key is a value like any other. */
export const sameKey = (table: Table, key: readonly string[], alias = 't'): string =>
  key.map((name, index) => `${alias}.${quote(name)} = CAST(k.k${index} AS ${columnOf(table, name).cast})`).join(' AND ')

export const AS_TEXT: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value }

/** The keys that follow `after` in the order of the key's index, as the server writes them. */
export async function keysAfter(
  client: pg.PoolClient,
  catalog: Catalog,
  collection: string,
  after: RowKey | null,
): Promise<RowKey[]> {
  const table = tableOf(catalog, collection)
  if (table.key.length === 0) return []
  const columns = table.key.map((name) => `t.${quote(name)}`).join(', ')
  const last = table.key.map((name, index) => `CAST($${index + 1} AS ${columnOf(table, name).cast})`).join(', ')
  const { rows } = await client.query<string[]>({
    text: `SELECT ${columns} FROM ${tableName(catalog, table)} t ${after ? `WHERE (${columns}) > (${last})` : ''} ORDER BY ${columns} LIMIT ${CHUNK_KEYS}`,
    values: after ? [...after] : [],
    rowMode: 'array',
    types: AS_TEXT,
  })
  return rows
}
