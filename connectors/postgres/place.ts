import pg from 'pg'
import { SourceFault } from '../contract.ts'
import { type Column, columnOf, quote, type Table } from './catalog.ts'

/** Where a field stands: a column, and for a field inside a json column the names that lead to it. */
export type Place = { column: Column; sql: string; steps: readonly string[] }

const isJson = ({ base, array }: Pick<Column, 'base' | 'array'>): boolean =>
  !array && (base === 'json' || base === 'jsonb')

/** A json value may hold none, one or many scalars, as an array does. */
export const holdsMany = (column: Pick<Column, 'base' | 'array'>): boolean => column.array || isJson(column)

/** @throws SourceFault 'schema_mismatch' when nothing can stand there */
export function placeOf(table: Table, path: string): Place {
  if (Object.hasOwn(table.columns, path)) return { column: columnOf(table, path), sql: `t.${quote(path)}`, steps: [] }
  const [first = '', ...steps] = path.split('.')
  const column = columnOf(table, first)
  if (!isJson(column)) throw new SourceFault('schema_mismatch')
  return { column, sql: `t.${quote(first)}`, steps }
}

/** All scalars of such a field as text, one a row. Lax paths walk through lists by themselves. */
export function scalarsSql({ column, sql, steps }: Place): string {
  if (column.array) return `SELECT v::text FROM unnest(${sql}) v`
  const path = pg.escapeLiteral(`lax $${steps.map((step) => `.${JSON.stringify(step)}`).join('')}[*]`)
  return `SELECT v #>> '{}' FROM jsonb_path_query(${sql}::jsonb, ${path}) v WHERE jsonb_typeof(v) IN ('string', 'number', 'boolean')`
}
