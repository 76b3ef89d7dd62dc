import type { JsonValue } from '../contract.ts'
import { exactJson, isExact } from '../exact-json.ts'
import type { Column } from './catalog.ts'

const NUMBERS = new Set(['int2', 'int4', 'oid', 'float4', 'float8'])
const WHOLE = new Set(['int2', 'int4', 'oid'])
const TIME = /^(\d{4,})-(\d\d)-(\d\d)(?: (\d\d:\d\d:\d\d(?:\.\d+)?))?(\+00)?( BC)?$/

/**
 * A value as JSON can carry it, from PostgreSQL's own text form (session settings: session.ts). int2, int4 and finite
 * floats are numbers; int8, numeric and money keep every digit as text; bytea is base64; json stays json, but a number
 * that a double would change becomes text; dates are ISO 8601 with expanded years (44 BC is -000043), UTC with a Z;
 * arrays are arrays of the same; everything else is PostgreSQL's text.
 */
export function toJson(text: string | null, column: Pick<Column, 'base' | 'array'>): JsonValue {
  if (text === null) return null
  return column.array ? elements(JSON.parse(text) as Nested, column.base) : scalar(text, column.base)
}

/** The same as JSON text, without taking apart what is JSON already. */
export function jsonWriter(column: Pick<Column, 'base' | 'array'>): (text: string) => string {
  if (!column.array && WHOLE.has(column.base)) return (text) => text
  const write = (text: string) => JSON.stringify(toJson(text, column))
  return column.base === 'jsonb' && !column.array ? (text) => (isExact(text) ? text : write(text)) : write
}

type Nested = string | null | Nested[]

const elements = (value: Nested, base: string): JsonValue =>
  Array.isArray(value) ? value.map((one) => elements(one, base)) : value === null ? null : scalar(value, base)

function scalar(text: string, base: string): JsonValue {
  if (base === 'bool') return text === 't' || text === 'true'
  if (NUMBERS.has(base)) return Number.isFinite(Number(text)) ? Number(text) : text
  if (base === 'json' || base === 'jsonb') return exactJson(text)
  if (base === 'bytea') return Buffer.from(text.slice(2), 'hex').toString('base64')
  if (base === 'date' || base === 'timestamp' || base === 'timestamptz') return isoTime(text)
  return text
}

function isoTime(text: string): string {
  const parts = TIME.exec(text)
  if (!parts) return text // infinity, -infinity
  const [, year = '', month, day, time, zone, before] = parts
  const number = before ? 1 - Number(year) : Number(year)
  const sign = number < 0 ? '-' : '+'
  const written =
    number >= 0 && number <= 9999 ? String(number).padStart(4, '0') : sign + String(Math.abs(number)).padStart(6, '0')
  return `${written}-${month}-${day}${time ? `T${time}${zone ? 'Z' : ''}` : ''}`
}
