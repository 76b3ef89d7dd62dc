import { CLOSE, CLOSE_LIST, COMMA, DOT, MINUS, NINE, OPEN, OPEN_LIST, QUOTE, stands, ZERO } from './row-text.ts'
import type { Kind } from './value.ts'

/**
 * How a value's JSON text may be copied: `no`: it has to be taken apart; `bare`: into both files, without its quotes
 * into the CSV; `quoted`: into the CSV within quotes, as it holds a comma; `doubled`: so, and its own quotes twice.
 */
export type Copy = 'no' | 'bare' | 'quoted' | 'doubled'

/** Whether a text is of the declared type, is written as the package writes it, and harms no spreadsheet. Never wrong by saying no. */
export type Settled = (bytes: Uint8Array, from: number, to: number) => Copy

const isDigit = (byte: number | undefined): boolean => byte !== undefined && byte >= ZERO && byte <= NINE

function digitsEnd(bytes: Uint8Array, from: number, to: number): number {
  let at = from
  while (at < to && isDigit(bytes[at])) at += 1
  return at
}

/** A double holds that many digits, whatever they are. */
const EXACT_DIGITS = 15
const wholeNumber: Settled = (bytes, from, to) => {
  const first = bytes[from] === MINUS ? from + 1 : from
  const isPlain = to > first && to - first <= EXACT_DIGITS && digitsEnd(bytes, first, to) === to
  return isPlain && (bytes[first] !== ZERO || to - from === 1) ? 'bare' : 'no'
}

/** A number as a double writes it: no zero at the end of a fraction, none but one at its beginning. */
const number: Settled = (bytes, from, to) => {
  const first = bytes[from] === MINUS ? from + 1 : from
  const dot = digitsEnd(bytes, first, to)
  if (dot === to) return wholeNumber(bytes, from, to)
  const isSmall = bytes[first] === ZERO && (dot > first + 1 || bytes[dot + 1] === ZERO)
  const isPlain = bytes[dot] === DOT && dot > first && !isSmall && to - first <= EXACT_DIGITS
  return isPlain && to > dot + 1 && digitsEnd(bytes, dot + 1, to) === to && bytes[to - 1] !== ZERO ? 'bare' : 'no'
}

/** Within its quotes. */
const inQuotes =
  (settled: Settled): Settled =>
  (bytes, from, to) =>
    bytes[from] === QUOTE ? settled(bytes, from + 1, to - 1) : 'no'

/** Bytes that make a formula of a cell; 0xef begins their wide forms in UTF-8. */
const FORMULA = new Set(Buffer.from('=+-@\u00ef', 'latin1'))
const [BACKSLASH, DELETE] = [0x5c, 0x7f]
const text: Settled = (bytes, from, to) => {
  if (FORMULA.has(bytes[from] ?? 0)) return 'no'
  let copy: Copy = 'bare'
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]
    if (byte === BACKSLASH || byte === DELETE) return 'no'
    if (byte === COMMA) copy = 'quoted'
  }
  return copy
}

const digits: Settled = (bytes, from, to) => {
  const first = bytes[from] === MINUS ? from + 1 : from
  return to > first && digitsEnd(bytes, first, to) === to ? 'bare' : 'no'
}

const decimal: Settled = (bytes, from, to) => {
  const first = bytes[from] === MINUS ? from + 1 : from
  const dot = digitsEnd(bytes, first, to)
  if (dot === first) return 'no'
  if (dot === to) return 'bare'
  return bytes[dot] === DOT && to > dot + 1 && digitsEnd(bytes, dot + 1, to) === to ? 'bare' : 'no'
}

const two = (bytes: Uint8Array, at: number): number =>
  isDigit(bytes[at]) && isDigit(bytes[at + 1]) ? ((bytes[at] ?? 0) - ZERO) * 10 + (bytes[at + 1] ?? 0) - ZERO : 99

/** A day that every month has. */
const isDay = (bytes: Uint8Array, from: number): boolean =>
  two(bytes, from) < 99 &&
  two(bytes, from + 2) < 99 &&
  bytes[from + 4] === MINUS &&
  two(bytes, from + 5) >= 1 &&
  two(bytes, from + 5) <= 12 &&
  bytes[from + 7] === MINUS &&
  two(bytes, from + 8) >= 1 &&
  two(bytes, from + 8) <= 28

const [COLON, T, Z] = [0x3a, 0x54, 0x5a]
const isTime = (bytes: Uint8Array, from: number): boolean =>
  two(bytes, from) <= 23 &&
  bytes[from + 2] === COLON &&
  two(bytes, from + 3) <= 59 &&
  bytes[from + 5] === COLON &&
  two(bytes, from + 6) <= 59

function fractionEnd(bytes: Uint8Array, from: number, to: number): number {
  const end = bytes[from] === DOT ? digitsEnd(bytes, from + 1, to) : from
  return end === from + 1 ? from : end
}

const DAY_LENGTH = 10
const TIME_LENGTH = 8
const timeEnd = (bytes: Uint8Array, from: number, to: number): number =>
  to - from >= TIME_LENGTH && isTime(bytes, from) ? fractionEnd(bytes, from + TIME_LENGTH, to) : -1

const date: Settled = (bytes, from, to) => (to - from === DAY_LENGTH && isDay(bytes, from) ? 'bare' : 'no')
const time: Settled = (bytes, from, to) => (timeEnd(bytes, from, to) === to ? 'bare' : 'no')
const moment =
  (zone: number): Settled =>
  (bytes, from, to) => {
    const isDated = to - from > DAY_LENGTH && isDay(bytes, from) && bytes[from + DAY_LENGTH] === T
    return isDated && timeEnd(bytes, from + DAY_LENGTH + 1, to - zone) === to - zone ? 'bare' : 'no'
  }
const localMoment = moment(0)
const utcMoment = moment(1)

const [NULL, TRUE, FALSE] = ['null', 'true', 'false'].map((word) => Buffer.from(word)) as [Buffer, Buffer, Buffer]
const isWord = (word: Buffer, bytes: Uint8Array, from: number, to: number) =>
  to - from === word.length && stands(word, bytes, from)
const truth: Settled = (bytes, from, to) =>
  isWord(TRUE, bytes, from, to) || isWord(FALSE, bytes, from, to) ? 'bare' : 'no'

const DEEPEST = 100
const SPACE = 0x20
/** An object or a list as `JSON.stringify` writes it: no spaces, no name that is a number and so comes first, plain numbers. */
const nested: Settled = (bytes, from, to) => {
  let copy: Copy = 'bare'
  let depth = 0
  for (let at = from; at < to; at += 1) {
    const byte = bytes[at]
    if (byte === QUOTE) {
      const begin = at + 1
      for (at = begin; bytes[at] !== QUOTE; at += 1) if (bytes[at] === BACKSLASH || bytes[at] === DELETE) return 'no'
      if (bytes[at + 1] === COLON && isDigit(bytes[begin])) return 'no'
      copy = 'doubled'
    } else if (byte === OPEN || byte === OPEN_LIST) {
      depth += 1
      if (depth > DEEPEST) return 'no'
    } else if (byte === COMMA) {
      if (copy === 'bare') copy = 'quoted'
    } else if (byte === MINUS || isDigit(byte)) {
      let end = at + 1
      while (end < to && bytes[end] !== COMMA && bytes[end] !== CLOSE && bytes[end] !== CLOSE_LIST) end += 1
      if (number(bytes, at, end) === 'no') return 'no'
      at = end - 1
    } else if (byte === undefined || byte <= SPACE) return 'no'
  }
  return copy
}

const never: Settled = () => 'no'
const anyText = inQuotes(text)
const BY_KIND: Record<Kind, Settled> = {
  text: anyText,
  integer: wholeNumber,
  bigint: inQuotes(digits),
  decimal: inQuotes(decimal),
  number,
  boolean: truth,
  date: inQuotes(date),
  time: inQuotes(time),
  timestamp: inQuotes(localMoment),
  instant: inQuotes((bytes, from, to) => (bytes[to - 1] === Z ? utcMoment(bytes, from, to) : 'no')),
  bytes: never,
  json: (bytes, from, to) => {
    if (bytes[from] === QUOTE) return anyText(bytes, from, to)
    if (bytes[from] === OPEN || bytes[from] === OPEN_LIST) return nested(bytes, from, to)
    return truth(bytes, from, to) === 'no' ? number(bytes, from, to) : 'bare'
  },
}

/** @param kind null: a list */
export const settledOf = (kind: Kind | null): Settled => (kind === null ? never : BY_KIND[kind])

export const isNull = (bytes: Uint8Array, from: number, to: number): boolean => isWord(NULL, bytes, from, to)
