import type { JsonValue } from '../contract.ts'
import { exactJson } from '../exact-json.ts'
import type { Column } from './catalog.ts'
import type { Cell } from './session.ts'
import { familyOf } from './types.ts'

/** A month or a day of zero: MySQL keeps such dates, no calendar does. */
const NO_DAY = /^\d{4}-(00|\d\d-00)/

/**
 * The text by which a value is compared and looked up: the server's own, but no leading zeros of `zerofill`, the
 * shortest text of a float that gives it back, `0x…` for bytes, and all its digits for a bit field.
 */
export function exactText(cell: Buffer, column: Pick<Column, 'base' | 'bits'>): string {
  switch (familyOf(column)) {
    case 'whole':
    case 'decimal':
      return cell.toString('latin1').replace(/^(-?)0+(?=\d)/, '$1')
    case 'float':
      return column.base === 'float' ? shortestFloat(cell.toString('latin1')) : cell.toString('latin1')
    case 'bytes':
      return `0x${cell.toString('hex')}`
    case 'bit':
      return [...cell]
        .map((byte) => byte.toString(2).padStart(8, '0'))
        .join('')
        .slice(-column.bits)
    default:
      return cell.toString('utf8')
  }
}

/**
 * A value as JSON can carry it. Integers up to 32 bits and floats are numbers; bigint and decimal keep every digit as
 * text; bytes are base64; bit(1) is true or false, wider ones are their digits; a set is a list; dates are ISO 8601,
 * a timestamp in UTC with a Z, and a date that is none (0000-00-00) stays as the source writes it.
 */
export function toJson(cell: Cell, column: Pick<Column, 'base' | 'bits'>): JsonValue {
  if (cell === null) return null
  const exact = exactText(cell, column)
  switch (familyOf(column)) {
    case 'whole':
      return column.base === 'bigint' ? exact : Number(exact)
    case 'float':
      return Number(exact)
    case 'bytes':
      return cell.toString('base64')
    case 'bit':
      return column.bits === 1 ? exact === '1' : exact
    case 'json':
      return json(exact)
    case 'time':
      return NO_DAY.test(exact) ? exact : `${exact.replace(' ', 'T')}${column.base === 'timestamp' ? 'Z' : ''}`
    default:
      if (column.base !== 'set') return exact
      return exact === '' ? [] : exact.split(',')
  }
}

/** MariaDB checks a json column only as it is written: what was there before the check may be anything. */
function json(text: string): JsonValue {
  try {
    return exactJson(text)
  } catch {
    return text
  }
}

/** The server widens a float to a double; this is the shortest text that narrows to the same float. */
function shortestFloat(text: string): string {
  const number = Number(text)
  for (let digits = 1; digits <= 9; digits++) {
    const shorter = Number(number.toPrecision(digits))
    if (Math.fround(shorter) === Math.fround(number)) return String(shorter)
  }
  return text
}
