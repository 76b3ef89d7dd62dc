import { Temporal } from 'temporal-polyfill'
import { SourceFault } from '../contract.ts'
import type { Column } from './catalog.ts'
import { literalOf } from './place.ts'
import { familyOf } from './types.ts'

/** `altered`: the column would take the value and keep another one (rounded, or cut). */
export type Holding = 'fits' | 'altered' | 'wrong_type'

const BITS: Readonly<Record<string, bigint>> = { tinyint: 8n, smallint: 16n, mediumint: 24n, int: 32n, bigint: 64n }

/** Whether a column can hold a text as its own type, without asking the server. */
export function canHold(column: Column, value: string): Holding {
  try {
    if (literalOf(column, value) === null) return 'wrong_type'
  } catch (error) {
    if (error instanceof SourceFault) return 'wrong_type'
    throw error
  }
  switch (familyOf(column)) {
    case 'whole':
      return wholeFits(column, BigInt(value.trim())) ? 'fits' : 'wrong_type'
    case 'decimal':
      return decimalFits(column, value.trim())
    case 'time':
      return timeFits(column, value)
    case 'bit':
      return value.replace(/^0+/, '').length <= column.bits ? 'fits' : 'wrong_type'
    case 'bytes':
      return 'fits'
    default:
      if (column.base === 'enum') return column.members.includes(value) ? 'fits' : 'wrong_type'
      if (column.base === 'set') return setFits(column, value) ? 'fits' : 'wrong_type'
      return column.base === 'char' && value.endsWith(' ') ? 'altered' : 'fits'
  }
}

function wholeFits({ base, type }: Column, number: bigint): boolean {
  if (base === 'year') return number === 0n || (number >= 1901n && number <= 2155n)
  const bits = BITS[base] ?? 64n
  const [least, most] = /unsigned/i.test(type) ? [0n, 2n ** bits] : [-(2n ** (bits - 1n)), 2n ** (bits - 1n)]
  return number >= least && number < most
}

function decimalFits({ precision, scale }: Column, value: string): Holding {
  const [, digits = '', rest = ''] = /^[+-]?0*(\d*)(?:\.(\d*?)0*)?$/.exec(value) ?? []
  if (digits.length > precision - scale) return 'wrong_type'
  return rest.length > scale ? 'altered' : 'fits'
}

/** A timestamp counts seconds from 1970 to 2038; the others reach from the year 0 to 9999. */
function timeFits({ base, scale }: Column, value: string): Holding {
  const [, date = '', fraction = ''] = /^(\d{4}-\d\d-\d\d)?.*?(?:\.(\d+?)0*)?(?:Z|\+00)?$/.exec(value) ?? []
  if (base !== 'time' && !isDay(date)) return 'wrong_type'
  if (!timeOfDay(base, value)) return 'wrong_type'
  if (base === 'timestamp' && (date < '1970-01-01' || date > '2038-01-18')) return 'wrong_type'
  return fraction.length > scale ? 'altered' : 'fits'
}

function isDay(date: string): boolean {
  try {
    return Temporal.PlainDate.from(date).toString() === date
  } catch {
    return false
  }
}

function timeOfDay(base: string, value: string): boolean {
  const [, hours, minutes = 0, seconds = 0] = /(\d{2,3}):(\d\d):(\d\d)/.exec(value) ?? []
  return Number(hours ?? 0) < (base === 'time' ? 839 : 24) && Number(minutes) < 60 && Number(seconds) < 60
}

const setFits = ({ members }: Column, value: string): boolean =>
  value === '' || value.split(',').every((one) => members.includes(one))
