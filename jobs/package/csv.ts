import { stringify } from 'csv-stringify/sync'
import { harmlessCell } from '#domain/spreadsheet.ts'
import type { Json } from './value.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a spreadsheet
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Text that any reader can show: no control characters, no half of a surrogate pair. The JSON beside it stays exact. */
export const showable = (text: string): string => text.toWellFormed().replace(control, '\uFFFD')

/** The value as a person reads it. */
export const written = (json: Json): string =>
  json === null ? '' : showable(typeof json === 'object' ? JSON.stringify(json) : String(json))

/** Rows as RFC 4180 text. */
export const csv = (rows: Json[][]): string =>
  stringify(
    rows.map((row) => row.map((json) => harmlessCell(written(json)))),
    { record_delimiter: '\r\n' },
  )
