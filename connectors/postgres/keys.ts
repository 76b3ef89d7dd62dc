import type pg from 'pg'
import { CHUNK_KEYS } from '../chunks.ts'
import type { RowKey } from '../contract.ts'
import { type Catalog, columnOf, quote, type Table, tableName, tableOf } from './catalog.ts'

/**
 * The rows of these keys. One column is looked up as an array: the server walks its index or its table in their own
 * order, and what it changes lies side by side. Several columns are joined.
 * @returns `others` to stand beside the table, if anything; parameters from `$1` on
 */
export function byKeys(table: Table, key: readonly string[], keys: readonly RowKey[]) {
  const parameters = key.map((_name, index) => keys.map((one) => one[index]))
  const columns = key.map((name) => ({ name: `t.${quote(name)}`, ...columnOf(table, name) }))
  const [only, ...more] = columns
  if (only && more.length === 0)
    return { others: null, where: `${only.name} = ANY (CAST($1 AS ${only.cast}[]))`, parameters }
  const arrays = columns.map((_column, index) => `$${index + 1}::text[]`).join(', ')
  // Every column is compared, as its own type: a zero in a composite key is a value like any other.
  const same = columns.map(({ name, cast }, index) => `${name} = CAST(k.k${index} AS ${cast})`)
  return {
    others: `unnest(${arrays}) AS k(${columns.map((_column, index) => `k${index}`).join(', ')})`,
    where: same.join(' AND '),
    parameters,
  }
}

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
