import { harmlessCell } from '#domain/spreadsheet.ts'
import type { Json } from './value.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not reach a spreadsheet
const control = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g

/** Nearly every cell: no quotes needed, nothing to replace, no formula. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: the same
const plain = /^[^=+\-@＝＋－＠",\u0000-\u001f\u007f\ud800-\udfff][^",\u0000-\u001f\u007f\ud800-\udfff]*$/

/** Text that any reader can show: no control characters, no half of a surrogate pair. The JSON beside it stays exact. */
export const showable = (text: string): string => text.toWellFormed().replace(control, '\uFFFD')

/** The value as a person reads it. */
export const written = (json: Json): string =>
  json === null ? '' : showable(typeof json === 'object' ? JSON.stringify(json) : String(json))

export function cell(json: Json): string {
  if (json === null) return ''
  if (typeof json !== 'object' && plain.test(String(json))) return String(json)
  const text = harmlessCell(written(json))
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** A row as RFC 4180 text. */
export const csvLine = (row: readonly Json[]): string => `${row.map(cell).join(',')}\r\n`
