import type { Change } from '#domain/dataset/dataset.ts'
import { isPattern, type Mask } from '#domain/dataset/mask.ts'
import { type Column, columnOf, quote, type Table } from './catalog.ts'

/** `old`: the field as it is compared with `sql`. Parameters follow each other from `$at` on. */
export type NewValue = { sql: string; old: string; parameters: string[] }

const DIGEST_LENGTH = 64
const cut = (text: string, length: number | null) => (length === null ? text : `left(${text}, ${length})`)

/** Types other than text that a fixed value can be written into; anything else fails before it starts. */
const FIXED = new Set(
  'int2 int4 int8 numeric float4 float8 bool date time timetz timestamp timestamptz interval uuid inet'.split(' '),
)
const HASHED: Readonly<Record<string, (digest: string) => string>> = {
  uuid: (digest) => `CAST(left(${digest}, 32) AS uuid)`,
  bytea: (digest) => `decode(${digest}, 'hex')`,
}

/** Whether this change can be written into a column of this type at all. */
export function fitsType({ text, array, base }: Column, change: Change): boolean {
  if (change.method === 'null') return true
  if (array) return false
  if (text) return true
  return change.method === 'hash' ? Object.hasOwn(HASHED, base) : !isPattern(change) && FIXED.has(base)
}

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
): NewValue {
  const column = columnOf(table, field)
  const old = column.text ? `t.${quote(field)}::text` : `t.${quote(field)}`
  if (change.method === 'null') return { sql: 'NULL', old: `t.${quote(field)}::text`, parameters: [] }
  if (change.method === 'mask') return { ...maskSql(column, `t.${quote(field)}::text`, change, at), old }
  const parts = key.map((name) => `t.${quote(name)}::text`).join(', ')
  const digest = `encode(sha256(convert_to(jsonb_build_array($${at}::text, ${parts})::text, 'UTF8')), 'hex')`
  const parameters = [`${salt}:${table.name}:${field}`]
  const typed = column.text ? undefined : HASHED[column.base]
  if (typed) return { sql: typed(digest), old, parameters }
  const room = Math.min(change.length ?? DIGEST_LENGTH, column.maxLength ?? DIGEST_LENGTH)
  const suffix = change.suffix ?? ''
  // A suffix that leaves no room for the digest would make every row the same.
  if (suffix === '' || suffix.length >= room)
    return { sql: room >= DIGEST_LENGTH ? digest : cut(digest, room), old, parameters }
  return { sql: `${cut(digest, room - suffix.length)} || $${at + 1}::text`, old, parameters: [...parameters, suffix] }
}

/** As `masked` in domain/dataset/mask.ts: a masked value is its own mask, so it can be written and looked for again. */
function maskSql(column: Column, value: string, mask: Mask, at: number): Pick<NewValue, 'sql' | 'parameters'> {
  const text = `$${at}::text`
  const parameters = [mask.text]
  if (!column.text) return { sql: `CAST(${text} AS ${column.cast})`, parameters }
  if (!isPattern(mask)) return { sql: cut(text, column.maxLength), parameters }
  const { first = 0, last = 0 } = mask
  const local = mask.domain ? `coalesce(substring(${value} from '^(.*)@'), ${value})` : value
  const rest = mask.domain ? ` || substr(${value}, char_length(${local}) + 1)` : ''
  const shown = `left(${local}, ${first}) || ${text} || right(${local}, ${last})`
  const short = `char_length(${local}) < ${first + last} + char_length(${text})`
  return { sql: cut(`((CASE WHEN ${short} THEN ${text} ELSE ${shown} END)${rest})`, column.maxLength), parameters }
}
