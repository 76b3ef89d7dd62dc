import { SourceFault } from '../contract.ts'
import { type Column, columnOf, type Table } from './catalog.ts'
import { bytes, quote, text } from './literals.ts'
import { familyOf } from './types.ts'

/** Where a field stands: a column, and for a field inside a json column the names that lead to it. */
export type Place = { field: string; column: Column; sql: string; steps: readonly string[] }

/** A json value may hold none, one or many scalars. */
export const holdsMany = ({ base }: Pick<Column, 'base'>): boolean => base === 'json'

/** @throws SourceFault 'schema_mismatch' when nothing can stand there */
export function placeOf(table: Table, path: string): Place {
  const at = (field: string, steps: readonly string[]) => ({
    field,
    column: columnOf(table, field),
    sql: `t.${quote(field)}`,
    steps,
  })
  if (Object.hasOwn(table.columns, path)) return at(path, [])
  const [first = '', ...steps] = path.split('.')
  const place = at(first, steps)
  if (!holdsMany(place.column)) throw new SourceFault('schema_mismatch')
  return place
}

/** `near` may use an index and lets every row through that fits; `exact` decides. They are often the same. */
export type Test = { near: string; exact: string }
const NOTHING: Test = { near: 'FALSE', exact: 'FALSE' }
const both = (sql: string): Test => ({ near: sql, exact: sql })

/** The place holds one of the values. @throws SourceFault 'value_not_castable' for what its type can never hold */
export function holds({ column, sql, steps }: Place, values: readonly string[], ignoreCase = false): Test {
  const family = familyOf(column)
  if (family === 'json')
    return both(`EXISTS (SELECT 1 FROM ${scalarsSql(sql, steps)} WHERE ${sameText('s.v', values, ignoreCase)})`)
  if (family !== 'text') {
    const literals = values.flatMap((value) => literalOf(column, value) ?? [])
    return literals.length === 0 ? NOTHING : both(`${sql} IN (${literals.join(', ')})`)
  }
  const exact = sameText(sql, values, ignoreCase)
  if (ignoreCase && !FOLDS.test(column.collation ?? '')) return both(exact)
  return { near: `${sql} IN (${values.map((value) => asStored(column, value)).join(', ')})`, exact }
}

/** Under these collations texts that differ only in case are equal; others (binary, Turkish …) cannot be asked so. */
const FOLDS = /_(general|unicode|unicode_520|swedish|0900_ai|0900_as|uca1400_ai|uca1400_as)_ci$/

/** Byte by byte: a collation would take ä for a, and 'x ' for 'x'. */
const sameText = (sql: string, values: readonly string[], ignoreCase: boolean): string =>
  ignoreCase
    ? `CAST(LOWER(CONVERT(${sql} USING utf8mb4)) AS BINARY) IN (${values.map((value) => `CAST(LOWER(${text(value)}) AS BINARY)`).join(', ')})`
    : `CAST(CONVERT(${sql} USING utf8mb4) AS BINARY) IN (${values.map(bytes).join(', ')})`

/** In the column's own character set, so that its index serves. What the set lacks becomes a ?, which `exact` refuses. */
const asStored = ({ charset, collation }: Column, value: string): string =>
  `${charset === 'utf8mb4' ? text(value) : `CONVERT(${text(value)} USING ${charset})`} COLLATE ${collation}`

/**
 * The scalars at a path as rows `s(v)`. These paths do not walk through lists by themselves, so every way to put a list
 * in between is named; more than six names deep the document is left to our own second look.
 */
function scalarsSql(sql: string, steps: readonly string[]): string {
  const ways = steps.reduce<string[]>(
    (paths, step) => paths.flatMap((path) => ['', '[*]'].map((list) => `${path}${list}.${JSON.stringify(step)}`)),
    ['$'],
  )
  const paths = ways.flatMap((way) => [way, `${way}[*]`, `${way}[*][*]`])
  return `JSON_TABLE(JSON_EXTRACT(${sql}, ${paths.map(text).join(', ')}), '$[*]' COLUMNS (v LONGTEXT PATH '$')) AS s`
}

const NUMBER = /^\s*([+-]?)0*(\d*)(?:\.(\d*?)0*)?\s*$/
const FLOAT = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?\s*$/i
const DATE = String.raw`\d{4}-\d\d-\d\d`
const TIME = String.raw`\d\d:\d\d:\d\d(?:\.\d{1,6})?`
const WRITTEN: Readonly<Record<string, RegExp>> = {
  date: new RegExp(`^(${DATE})$`),
  datetime: new RegExp(`^(${DATE}(?:[ T]${TIME})?)(?:Z|\\+00)?$`),
  timestamp: new RegExp(`^(${DATE}(?:[ T]${TIME})?)(?:Z|\\+00)?$`),
  time: /^(-?\d{2,3}:\d\d:\d\d(?:\.\d{1,6})?)$/,
  uuid: /^([0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12})$/i,
}

/**
 * A literal of the column's type; null when the type could hold it but this column never does (a number with more
 * digits than there are). MySQL itself would take 'seven' for 0 and find somebody else.
 * @throws SourceFault 'value_not_castable'
 */
export function literalOf(column: Column, value: string): string | null {
  switch (familyOf(column)) {
    case 'whole':
    case 'decimal': {
      const [, sign = '', digits = '', rest = ''] = NUMBER.exec(value) ?? []
      if (!/\d/.test(value) || !NUMBER.test(value)) throw new SourceFault('value_not_castable')
      if (familyOf(column) === 'whole' && value.includes('.')) throw new SourceFault('value_not_castable')
      if (digits.length + rest.length > 65) return null
      return `${sign}${digits || '0'}${rest && `.${rest}`}`
    }
    case 'float': {
      if (!FLOAT.test(value)) throw new SourceFault('value_not_castable')
      const number = column.base === 'float' ? Math.fround(Number(value)) : Number(value)
      return Number.isFinite(number) ? number.toExponential() : null
    }
    case 'bit':
      if (!/^[01]+$/.test(value)) throw new SourceFault('value_not_castable')
      return value.replace(/^0+/, '').length > 64 ? null : `b'${value}'`
    case 'bytes':
      return /^(0x|\\x)([0-9a-f]{2})*$/i.test(value) ? `x'${value.slice(2)}'` : bytes(value)
    default: {
      const pattern = WRITTEN[column.base]
      const written = pattern ? pattern.exec(value)?.[1] : value
      if (written === undefined) throw new SourceFault('value_not_castable')
      return text(written)
    }
  }
}
