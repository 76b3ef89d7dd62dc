import type { Change } from '#domain/dataset/dataset.ts'
import { isPattern, type Mask } from '#domain/dataset/mask.ts'
import { type Column, columnOf, type Table } from './catalog.ts'
import { canHold } from './fits-value.ts'
import { quote, text } from './literals.ts'
import { literalOf, placeOf } from './place.ts'
import { familyOf } from './types.ts'

const DIGEST_LENGTH = 64
const HASHED = new Set(['uuid', 'binary', 'varbinary', 'tinyblob', 'blob', 'mediumblob', 'longblob'])
const FIXED = new Set(['whole', 'decimal', 'float', 'time', 'bit'])

/** Whether this change can be written into a column of this type at all. */
export function fitsType(column: Column, change: Change): boolean {
  if (change.method === 'null' || column.text) return true
  if (change.method === 'hash') return HASHED.has(column.base)
  const fixed = FIXED.has(familyOf(column)) || column.base === 'uuid' || column.base === 'enum'
  return !isPattern(change) && fixed && canHold(column, change.text) === 'fits'
}

/** `sql`: the new value; `differs`: whether the row still holds anything else. */
export type NewValue = { field: string; sql: string; differs: string }

/**
 * `hash` digests the plan's salt and the row's key, never the old value: nothing can be guessed back from it, a second
 * run gives the same, and each row gets its own (a unique column stays unique).
 */
export function newValue(table: Table, field: string, change: Change, key: readonly string[], salt: string): NewValue {
  const column = columnOf(table, field)
  const held = `t.${quote(field)}`
  if (change.method === 'null') return { field, sql: 'NULL', differs: `${held} IS NOT NULL` }
  const sql = change.method === 'mask' ? maskSql(column, held, change) : hashSql(table, field, change, key, salt)
  if (!column.text && column.base !== 'enum') return { field, sql, differs: `NOT (${held} <=> ${sql})` }
  const same = `CAST(CONVERT(${held} USING utf8mb4) AS BINARY) <=> CAST(CONVERT(${sql} USING utf8mb4) AS BINARY)`
  return { field, sql, differs: `NOT (${same})` }
}

/** A char column gives no trailing space back. */
function cut({ base, maxLength }: Column, sql: string, length = maxLength): string {
  const short = length === null ? sql : `LEFT(${sql}, ${length})`
  return base === 'char' ? `RTRIM(${short})` : short
}

/** As `masked` in domain/dataset/mask.ts: a masked value is its own mask, so it can be written and looked for again. */
function maskSql(column: Column, held: string, mask: Mask): string {
  if (!column.text && column.base !== 'enum') return literalOf(column, mask.text) ?? 'NULL'
  if (!isPattern(mask)) return cut(column, text(mask.text))
  const { first = 0, last = 0 } = mask
  const value = `CONVERT(${held} USING utf8mb4)`
  const before = `LEFT(${value}, CHAR_LENGTH(${value}) - LOCATE(${text('@')}, REVERSE(${value})))`
  const local = mask.domain ? `IF(LOCATE(${text('@')}, ${value}) > 0, ${before}, ${value})` : value
  const rest = mask.domain ? `SUBSTRING(${value}, CHAR_LENGTH(${local}) + 1)` : text('')
  const shown = `CONCAT(LEFT(${local}, ${first}), ${text(mask.text)}, RIGHT(${local}, ${last}))`
  const short = `CHAR_LENGTH(${local}) < ${first + last + [...mask.text].length}`
  return cut(column, `CONCAT(IF(${short}, ${text(mask.text)}, ${shown}), ${rest})`)
}

function hashSql(
  table: Table,
  field: string,
  change: Change & { method: 'hash' },
  key: readonly string[],
  salt: string,
): string {
  const column = columnOf(table, field)
  const parts = [text(`${salt}:${table.name}:${field}`), ...key.map((name) => keyText(table, name))]
  const digest = `SHA2(JSON_ARRAY(${parts.join(', ')}), 256)`
  // MariaDB takes no 128 bits for a uuid that do not say so: version 4 of RFC 9562.
  if (column.base === 'uuid')
    return `CAST(CONCAT(LEFT(${digest}, 12), '4', SUBSTR(${digest}, 14, 3), '8', SUBSTR(${digest}, 18, 15)) AS UUID)`
  if (column.base === 'binary') return `CAST(UNHEX(${digest}) AS BINARY(${column.bytes}))`
  if (!column.text) return `LEFT(UNHEX(${digest}), ${Math.min(column.bytes, DIGEST_LENGTH / 2)})`
  const room = Math.min(change.length ?? DIGEST_LENGTH, column.maxLength ?? DIGEST_LENGTH)
  const suffix = change.suffix ?? ''
  // A suffix that leaves no room for the digest would make every row the same.
  if (suffix === '' || suffix.length >= room) return cut(column, digest, room)
  return `CONCAT(LEFT(${digest}, ${room - suffix.length}), ${text(suffix)})`
}

function keyText(table: Table, name: string): string {
  const { sql, column } = placeOf(table, name)
  const family = familyOf(column)
  if (family === 'bytes' || family === 'bit') return `HEX(${sql})`
  return `CONVERT(${family === 'text' ? sql : `CAST(${sql} AS CHAR)`} USING utf8mb4)`
}
