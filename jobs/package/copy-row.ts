import type { PackageCollection, PackageField } from './collection.ts'
import { cell } from './csv.ts'
import { RowScan, type RowText } from './row-text.ts'
import { isNull } from './settled.ts'
import type { openSpill } from './spill.ts'
import type { Encoder } from './value.ts'

type Out = Pick<Awaited<ReturnType<typeof openSpill>>, 'text' | 'copy' | 'double'>
type Column = Pick<PackageField, 'name'> & { key: string; encoder: Encoder; fits: boolean }

const [COMMA, END, QUOTE] = [',', '\r\n', '"'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer]
const WATCHED_BYTES = 64

/**
 * Copies rows of one form from their text into both files, value by value as `collect` would write them: what is written
 * so already is not taken apart.
 * @param like a row of that form
 * @returns false, with nothing written, for a row of another form
 */
export function copierOf(
  columns: Column[],
  like: RowText,
  watch: PackageCollection['watch'],
): (row: RowText, json: Out, table: Out) => boolean {
  const names = Object.keys(like.values)
  const scan = new RowScan(names)
  const places = columns.map(({ name }) => names.indexOf(name))
  const isWhole = names.length === columns.length && places.every((place, at) => place === at)
  const watched = names.indexOf(watch?.field ?? '')
  /** What a column's value became where it could not be copied. */
  const texts: (string | null)[] = columns.map(() => null)

  function copyCell(column: Column, at: number, bytes: Buffer, table: Out): void {
    const place = places[at] ?? 0
    const [from, to] = [scan.starts[place] ?? 0, scan.ends[place] ?? 0]
    texts[at] = null
    if (isNull(bytes, from, to)) return
    const copy = column.encoder.settled(bytes, from, to)
    if (copy !== 'no') {
      const inside = bytes[from] === QUOTE[0] ? 1 : 0
      if (copy !== 'bare') table.copy(QUOTE, 0, 1)
      if (copy === 'doubled') table.double(bytes, from, to)
      else table.copy(bytes, from + inside, to - inside)
      if (copy !== 'bare') table.copy(QUOTE, 0, 1)
      return
    }
    const text = bytes.toString('utf8', from, to)
    const raw: unknown = JSON.parse(text)
    const value = column.encoder.json(raw)
    column.fits &&= column.encoder.fits(value, raw)
    const written = JSON.stringify(value)
    if (written !== text) texts[at] = written
    table.text(cell(value))
  }

  return (row, json, table) => {
    const { bytes, from, to } = row
    if (places.includes(-1) || !scan.finds(row)) return false
    let isCopied = isWhole
    let at = 0
    for (const column of columns) {
      if (at > 0) table.copy(COMMA, 0, 1)
      copyCell(column, at, bytes, table)
      if (texts[at] !== null) isCopied = false
      at += 1
    }
    table.copy(END, 0, 2)
    if (isCopied) json.copy(bytes, from, to)
    else
      for (const [at, { key }] of columns.entries()) {
        json.text(at === 0 ? `{${key}` : `,${key}`)
        const written = texts[at] ?? null
        const place = places[at] ?? 0
        if (written !== null) json.text(written)
        else json.copy(bytes, scan.starts[place] ?? 0, scan.ends[place] ?? 0)
      }
    if (!isCopied) json.text('}')
    if (watch && watched >= 0) {
      const [start, end] = [scan.starts[watched] ?? 0, scan.ends[watched] ?? 0]
      watch.see(end - start > WATCHED_BYTES ? null : JSON.parse(bytes.toString('utf8', start, end)))
    }
    return true
  }
}
