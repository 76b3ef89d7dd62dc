import { z } from 'zod'
import { type Settled, settledOf } from './settled.ts'

export type Json = string | number | boolean | null | Json[] | { [name: string]: Json }

export type Kind =
  | 'text'
  | 'integer'
  | 'bigint'
  | 'decimal'
  | 'number'
  | 'boolean'
  | 'date'
  | 'time'
  | 'timestamp'
  | 'instant'
  | 'bytes'
  | 'json'

/** What PostgreSQL, MySQL, MongoDB and fideslang call their types. One that is not here may hold anything. */
const names: Record<Kind, string> = {
  text: 'text string varchar char character bpchar citext uuid enum name inet object_id objectid tinytext mediumtext longtext',
  integer: 'integer int int2 int4 smallint mediumint tinyint serial smallserial year',
  bigint: 'bigint int8 long bigserial',
  decimal: 'numeric decimal decimal128',
  number: 'number float float4 float8 real double',
  boolean: 'boolean bool',
  date: 'date',
  time: 'time timetz',
  timestamp: 'timestamp datetime',
  instant: 'timestamptz',
  bytes: 'bytea blob tinyblob mediumblob longblob binary varbinary bytes',
  json: 'json jsonb object',
}
const kindOfName = new Map(
  Object.entries(names).flatMap(([kind, list]) => list.split(' ').map((name) => [name, kind as Kind] as const)),
)

const plainType = (type: string) =>
  type
    .toLowerCase()
    .replace(/\(.*?\)/, '')
    .replace(/ with time zone$/, 'tz')
    .replace(/ without time zone$/, '')
    .replace(/ (precision|varying|unsigned)$/, '')
    .trim()

const isText = (json: Json) => typeof json === 'string'
const matches = (pattern: RegExp) => (json: Json) => typeof json === 'string' && pattern.test(json)

const integerPattern = /^-?[0-9]+$/
const decimalPattern = /^-?[0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?$/
const timePattern = /^[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?$/
const timestampPattern = /^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-9]{2})?$/

type Rule = { type?: string; keywords?: object; fits: (json: Json, raw: unknown) => boolean }
const rules: Record<Kind, Rule> = {
  text: { type: 'string', fits: isText },
  integer: { type: 'integer', fits: (json) => Number.isSafeInteger(json) },
  bigint: { type: 'string', keywords: { pattern: integerPattern.source }, fits: matches(integerPattern) },
  decimal: { type: 'string', keywords: { pattern: decimalPattern.source }, fits: matches(decimalPattern) },
  number: { type: 'number', fits: (json) => typeof json === 'number' },
  boolean: { type: 'boolean', fits: (json) => typeof json === 'boolean' },
  date: { type: 'string', keywords: { format: 'date' }, fits: matches(z.regexes.date) },
  time: { type: 'string', keywords: { pattern: timePattern.source }, fits: matches(timePattern) },
  timestamp: { type: 'string', keywords: { pattern: timestampPattern.source }, fits: matches(timestampPattern) },
  instant: { type: 'string', keywords: { format: 'date-time' }, fits: matches(z.regexes.datetime({ offset: true })) },
  bytes: { type: 'string', keywords: { contentEncoding: 'base64' }, fits: (_, raw) => raw instanceof Uint8Array },
  json: { fits: () => true },
}

const deepest = 200

/** Any value a driver may hand over, as JSON: big numbers and dates as text, bytes as base64. Never throws, never loops. */
function natural(value: unknown, depth = 0): Json {
  if (depth > deepest) return `(nested more than ${deepest} levels)`
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value
    case 'number':
      return Number.isFinite(value) ? value + 0 : String(value)
    case 'bigint':
      return String(value)
    case 'object':
      return value === null ? null : ofObject(value, depth + 1)
    default:
      return null
  }
}

function ofObject(value: object, depth: number): Json {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof Uint8Array)
    return Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64')
  if (Array.isArray(value)) return value.map((item) => natural(item, depth))
  if (value instanceof Map || value instanceof Set) return [...value].map((item) => natural(item, depth))
  if ('toJSON' in value && typeof value.toJSON === 'function') return natural(value.toJSON(), depth)
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, natural(item, depth)]))
}

const isoPattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)?$/

const iso = (text: string) =>
  text
    .replace(/^(\d{4}-\d\d-\d\d) (?=\d\d:)/, '$1T')
    .replace(/(:\d\d(?:\.\d+)?) ?([+-]\d\d)$/, '$1$2:00')
    .replace(/(:\d\d(?:\.\d+)?[+-]\d\d)(\d\d)$/, '$1:$2')

/** Nudges what drivers disagree about into the one form that the schema promises. */
function shape(kind: Kind, json: Json, raw: unknown): Json {
  if (kind === 'integer' && typeof raw === 'bigint' && Number.isSafeInteger(Number(raw))) return Number(raw)
  if ((kind === 'bigint' || kind === 'decimal') && typeof raw === 'number') return String(raw)
  if ((kind === 'timestamp' || kind === 'instant' || kind === 'time') && typeof json === 'string')
    return isoPattern.test(json) ? json : iso(json)
  return json
}

export type Encoder = {
  json: (raw: unknown) => Json
  /** Whether the value, and the JSON made of it, are of the declared type; it is handed over all the same. */
  fits: (json: Json, raw: unknown) => boolean
  /** Of a value that stands in a finding as JSON text: whether both would leave it as it is. */
  settled: Settled
  /** JSON Schema 2020-12 of the declared type; null is always allowed. */
  schema: object
}

/** How values of one source type (`numeric(12,2)`, `text[]`, `timestamp with time zone`, …) are written. */
export function encoderOf(type: string): Encoder {
  const plain = plainType(type)
  if (plain.endsWith('[]')) return arrayOf(encoderOf(plain.slice(0, -2)))
  const kind = kindOfName.get(plain) ?? 'json'
  const { type: jsonType, keywords, fits } = rules[kind]
  return {
    schema: jsonType === undefined ? {} : { type: [jsonType, 'null'], ...keywords },
    json: (raw) => shape(kind, natural(raw), raw),
    fits: (json, raw) => json === null || fits(json, raw),
    settled: settledOf(kind),
  }
}

const arrayOf = (item: Encoder): Encoder => ({
  schema: { type: ['array', 'null'], items: item.schema },
  settled: settledOf(null),
  json: (raw) => (Array.isArray(raw) ? raw.map(item.json) : natural(raw)),
  fits: (json, raw) =>
    json === null || (Array.isArray(json) && Array.isArray(raw) && json.every((one, at) => item.fits(one, raw[at]))),
})
