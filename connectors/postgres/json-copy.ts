import type { Column } from './catalog.ts'

/**
 * Copies a cell as the JSON that `jsonWriter` would make of it, of no more than two bytes more than it has.
 * @returns where it ends in `into`; -1: this one has to be looked at as text
 */
export type JsonCopy = (bytes: Buffer, from: number, to: number, into: Buffer, at: number) => number

const [QUOTE, BACKSLASH, SPACE, MINUS, PLUS, DOT, COLON, ZERO, NINE] = [
  0x22, 0x5c, 0x20, 0x2d, 0x2b, 0x2e, 0x3a, 0x30, 0x39,
]
const [SMALL_E, LARGE_E, SMALL_T, LARGE_T, LARGE_Z] = [0x65, 0x45, 0x74, 0x54, 0x5a]
/** Up to here a loop is faster than a call. */
const SHORT = 32
const [TRUE, FALSE] = ['true', 'false'].map((word) => Buffer.from(word)) as [Buffer, Buffer]

const bare: JsonCopy = (bytes, from, to, into, at) => {
  for (let offset = from; offset < to; offset += 1) into[at + offset - from] = bytes[offset] ?? 0
  return at + to - from
}

/** A text in which nothing needs a backslash. */
const quoted: JsonCopy = (bytes, from, to, into, at) => {
  into[at] = QUOTE
  let end = at + 1
  const isShort = to - from <= SHORT
  for (let offset = from; offset < to; offset += 1) {
    const byte = bytes[offset] ?? 0
    if (byte < SPACE || byte === QUOTE || byte === BACKSLASH) return -1
    if (isShort) into[end++] = byte
  }
  if (!isShort) end += bytes.copy(into, end, from, to)
  into[end] = QUOTE
  return end + 1
}

const truth: JsonCopy = (bytes, from, to, into, at) =>
  to - from !== 1
    ? -1
    : bytes[from] === SMALL_T
      ? bare(TRUE, 0, TRUE.length, into, at)
      : bare(FALSE, 0, FALSE.length, into, at)

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE

/** A double has that many digits for certain, and both sides write the fewest that tell it apart. */
const EXACT_LENGTH = 15
const float: JsonCopy = (bytes, from, to, into, at) => {
  const first = bytes[from] === MINUS ? from + 1 : from
  if (to - first > EXACT_LENGTH || !isDigit(bytes[first])) return -1
  if (bytes[first] === ZERO && (first > from || to - first > 1)) return -1
  let dot = to
  for (let offset = first; offset < to; offset += 1)
    if (bytes[offset] === DOT && dot === to) dot = offset
    else if (!isDigit(bytes[offset])) return -1
  return dot < to && (dot === to - 1 || bytes[to - 1] === ZERO) ? -1 : bare(bytes, from, to, into, at)
}

const DAY_LENGTH = 10
const day: JsonCopy = (bytes, from, to, into, at) =>
  to - from === DAY_LENGTH && bytes[from + 4] === MINUS && bytes[from + 7] === MINUS
    ? quoted(bytes, from, to, into, at)
    : -1

const MOMENT_LENGTH = DAY_LENGTH + 9
/** Of a year of four digits: ISO 8601 but for a space, and the zone of the session, which is UTC. */
const moment =
  (hasZone: boolean): JsonCopy =>
  (bytes, from, to, into, at) => {
    const end = hasZone ? to - 3 : to
    const isPlain = bytes[from + 4] === MINUS && bytes[from + DAY_LENGTH] === SPACE && bytes[from + 13] === COLON
    if (end - from < MOMENT_LENGTH || !isPlain || !isDigit(bytes[end - 1])) return -1
    if (hasZone && (bytes[end] !== PLUS || bytes[end + 1] !== ZERO || bytes[end + 2] !== ZERO)) return -1
    const copied = quoted(bytes, from, end, into, at)
    if (copied < 0) return -1
    into[at + 1 + DAY_LENGTH] = LARGE_T
    if (!hasZone) return copied
    into[copied - 1] = LARGE_Z
    into[copied] = QUOTE
    return copied + 1
  }

const LONG_NUMBER = 16
/** Without spaces between values, unless a double could change a number in it: the same rule as `isExact`. */
const document: JsonCopy = (bytes, from, to, into, at) => {
  let end = at
  let run = 0
  let isInText = false
  for (let offset = from; offset < to; offset += 1) {
    const byte = bytes[offset] ?? 0
    if (isDigit(byte) || byte === DOT) run += 1
    else if ((byte === SMALL_E || byte === LARGE_E) && isDigit(bytes[offset - 1]) && offset > from) return -1
    else run = 0
    if (run === LONG_NUMBER) return -1
    if (byte === QUOTE) isInText = !isInText
    if (isInText && byte === BACKSLASH) {
      into[end++] = byte
      offset += 1
      into[end++] = bytes[offset] ?? 0
    } else if (isInText || byte !== SPACE) into[end++] = byte
  }
  return end
}

const look: JsonCopy = () => -1
const TEXTS = [
  'text',
  'varchar',
  'bpchar',
  'citext',
  'name',
  'uuid',
  'int8',
  'numeric',
  'money',
  'interval',
  'time',
  'timetz',
]
const BY_BASE: ReadonlyMap<string, JsonCopy> = new Map([
  ...['int2', 'int4', 'oid'].map((base) => [base, bare] as const),
  ...TEXTS.map((base) => [base, quoted] as const),
  ...['float4', 'float8'].map((base) => [base, float] as const),
  ['bool', truth],
  ['date', day],
  ['timestamp', moment(false)],
  ['timestamptz', moment(true)],
  ['jsonb', document],
])

export const jsonCopier = ({ base, array }: Pick<Column, 'base' | 'array'>): JsonCopy =>
  (array ? undefined : BY_BASE.get(base)) ?? look
