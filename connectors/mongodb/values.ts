import { Binary, BSONRegExp, Decimal128, Double, Int32, Long, ObjectId, Timestamp, UUID } from 'mongodb'
import { type JsonValue, SourceFault } from '../contract.ts'

/** Every value keeps its BSON type. */
export const RAW = { promoteValues: false, promoteLongs: false, promoteBuffers: false, bsonRegExp: true } as const

/** A document read so. */
export type Document = Readonly<Record<string, unknown>>

export type BsonType =
  | 'string'
  | 'int'
  | 'long'
  | 'double'
  | 'decimal'
  | 'bool'
  | 'date'
  | 'objectId'
  | 'uuid'
  | 'binary'
  | 'array'
  | 'object'
  | 'null'
  | 'other'

export function typeOf(value: unknown): BsonType {
  if (value === null || value === undefined) return 'null'
  if (typeof value === 'string') return 'string'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'number' || value instanceof Double) return 'double'
  if (value instanceof Int32) return 'int'
  if (value instanceof Date) return 'date'
  if (value instanceof ObjectId) return 'objectId'
  if (value instanceof Decimal128) return 'decimal'
  if (value instanceof Timestamp || value instanceof BSONRegExp) return 'other'
  if (value instanceof Long || typeof value === 'bigint') return 'long'
  if (value instanceof Binary) return value.sub_type === Binary.SUBTYPE_UUID ? 'uuid' : 'binary'
  if (Array.isArray(value)) return 'array'
  return typeof value === 'object' && !('_bsontype' in value) ? 'object' : 'other'
}

/** The text by which a scalar is compared and looked up; null for nothing, undefined for what holds many. */
export function exactText(value: unknown): string | null | undefined {
  switch (typeOf(value)) {
    case 'null':
      return null
    case 'array':
    case 'object':
      return undefined
    case 'date':
      return isoOf(value as Date)
    case 'uuid':
      return new UUID((value as Binary).buffer).toHexString()
    case 'binary':
      return `0x${Buffer.from((value as Binary).value()).toString('hex')}`
    case 'other':
      return value instanceof BSONRegExp ? `/${value.pattern}/${value.options}` : String(value)
    default:
      return String(value)
  }
}

const isoOf = (value: Date): string => (Number.isNaN(value.getTime()) ? 'invalid' : value.toISOString())

/**
 * As JSON: int and double are numbers, long and decimal keep every digit as text, an ObjectId is its 24 digits, dates
 * are ISO 8601 in UTC, a UUID is its text and other binary data base64; objects and lists of the same.
 */
export function toJson(value: unknown): JsonValue {
  switch (typeOf(value)) {
    case 'null':
      return null
    case 'bool':
      return value as boolean
    case 'int':
    case 'double':
      return Number.isFinite(Number(value)) ? Number(value) : String(value)
    case 'binary':
      return Buffer.from((value as Binary).value()).toString('base64')
    case 'array':
      return (value as unknown[]).map(toJson)
    case 'object':
      return Object.fromEntries(Object.entries(value as Document).map(([name, one]) => [name, toJson(one)]))
    default:
      return exactText(value) ?? null
  }
}

/** All scalars at the end of a path, through objects and lists, as text. */
export function textsAt(value: unknown, steps: readonly string[]): string[] {
  if (Array.isArray(value)) return value.flatMap((one) => textsAt(one, steps))
  const [step, ...rest] = steps
  if (typeOf(value) === 'object') {
    const inner = value as Document
    return step !== undefined && Object.hasOwn(inner, step) ? textsAt(inner[step], rest) : []
  }
  const text = step === undefined ? exactText(value) : null
  return text === null || text === undefined ? [] : [text]
}

/** The types of what stands at the end of a path, through objects and lists. */
export function typesAt(value: unknown, steps: readonly string[]): BsonType[] {
  if (Array.isArray(value)) return value.flatMap((one) => typesAt(one, steps))
  const [step, ...rest] = steps
  if (step === undefined) return [typeOf(value)]
  return typeOf(value) === 'object' && Object.hasOwn(value as Document, step)
    ? typesAt((value as Document)[step], rest)
    : []
}

const WHOLE = /^-?(0|[1-9]\d{0,17})$/
const NUMBER = /^-?(0|[1-9]\d{0,32})(\.\d{1,33})?$/
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?Z$/
const ID = /^[0-9a-f]{24}$/i
const UUID_TEXT = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * The BSON values that a text may stand for; a document has no schema that would say which. The dataset's `data_type`
 * narrows it. Never an object: nothing from outside can be an operator.
 * @throws SourceFault 'value_not_castable' when it can be none of the stated type
 */
export function valuesFor(text: string, dataType: string | null): unknown[] {
  const values = all(text).filter((value) => fits(typeOf(value), dataType))
  if (values.length === 0) throw new SourceFault('value_not_castable')
  return values
}

function all(text: string): unknown[] {
  return [
    text,
    ...(ID.test(text) ? [ObjectId.createFromHexString(text)] : []),
    ...(WHOLE.test(text) ? [Long.fromString(text)] : []),
    ...(NUMBER.test(text) ? [Decimal128.fromString(text), new Double(Number(text))] : []),
    ...(MOMENT.test(text) ? [new Date(text)] : []),
    ...(UUID_TEXT.test(text) ? [new UUID(text)] : []),
    ...(/^0x([0-9a-f]{2})+$/.test(text) ? [new Binary(Buffer.from(text.slice(2), 'hex'))] : []),
    ...(text === 'true' || text === 'false' ? [text === 'true'] : []),
  ]
}

const FITS: Readonly<Record<string, readonly BsonType[]>> = {
  string: ['string', 'date', 'uuid', 'binary'],
  integer: ['int', 'long', 'decimal', 'double'],
  float: ['double', 'decimal', 'int', 'long'],
  boolean: ['bool'],
  object_id: ['objectId'],
  object: ['object'],
}

export function fits(type: BsonType, dataType: string | null): boolean {
  if (dataType === null || type === 'null') return true
  if (dataType.endsWith('[]') && type === 'array') return true
  return FITS[dataType.replace(/\[\]$/, '')]?.includes(type) ?? false
}

/** The type of the format that fits what was seen; null where none does. */
export const dataTypeOf = (types: readonly BsonType[]): string | null => {
  const seen = types.filter((type) => type !== 'null' && type !== 'array')
  return Object.keys(FITS).find((name) => seen.length > 0 && seen.every((type) => FITS[name]?.includes(type))) ?? null
}
