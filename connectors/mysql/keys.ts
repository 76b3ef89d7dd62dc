import { CHUNK_KEYS } from '../chunks.ts'
import type { RowKey } from '../contract.ts'
import { type Catalog, columnOf, type Table, tableName, tableOf } from './catalog.ts'
import { quote } from './literals.ts'
import { holds, type Place, placeOf, type Test } from './place.ts'
import type { Cells, Session } from './session.ts'
import { exactText } from './values.ts'

/** Several fields together equal one of the keys; each compared as its own type: a zero is a value like any other. */
export function whereKeyed(places: readonly Place[], keys: readonly RowKey[]): Test {
  const tests = keys.map((key) => places.map((place, at) => holds(place, [key[at] ?? ''])))
  const any = (side: keyof Test) =>
    tests.map((parts) => `(${parts.map((part) => part[side]).join(' AND ')})`).join(' OR ') || 'FALSE'
  return { near: any('near'), exact: any('exact') }
}

/** The rows of these keys, and no other. */
export function byKey(table: Table, key: readonly string[], keys: readonly RowKey[]): string {
  const places = key.map((name) => placeOf(table, name))
  const [only, ...more] = places
  const single = only && more.length === 0
  const { near, exact } = single
    ? holds(
        only,
        keys.map(([value = '']) => value),
      )
    : whereKeyed(places, keys)
  return near === exact ? `(${near})` : `((${near}) AND (${exact}))`
}

/** As it is, but a float as a double: the server shows six digits of it. */
export function cellSql(table: Table, field: string, alias = 't'): string {
  const { base } = columnOf(table, field)
  return base === 'float' ? `(${alias}.${quote(field)} + 0e0)` : `${alias}.${quote(field)}`
}

export const keyCells = (table: Table, key: readonly string[], alias = 't'): string =>
  key.map((name) => cellSql(table, name, alias)).join(', ')

export const keyFrom = (table: Table, key: readonly string[], cells: Cells): RowKey =>
  key.map((name, at) => {
    const cell = cells[at]
    return cell ? exactText(cell, columnOf(table, name)) : ''
  })

/** The keys of all rows in the order of the key's index, in batches. */
export async function* allKeys(session: Session, catalog: Catalog, name: string): AsyncGenerator<readonly RowKey[]> {
  const table = tableOf(catalog, name)
  if (table.key.length === 0) return
  const order = table.key.map((field) => `t.${quote(field)}`).join(', ')
  let batch: RowKey[] = []
  for await (const cells of session.stream(
    `SELECT ${keyCells(table, table.key)} FROM ${tableName(catalog, table)} AS t ORDER BY ${order}`,
  )) {
    batch.push(keyFrom(table, table.key, cells))
    if (batch.length < CHUNK_KEYS) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}
