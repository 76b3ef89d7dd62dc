import { REDACTION_REASONS } from '#domain/redaction.ts'
import { byteOrderMark } from '#domain/spreadsheet.ts'
import type { PackageCollection, PackageField } from './collection.ts'
import { copierOf } from './copy-row.ts'
import { csvLine } from './csv.ts'
import { isMark } from './held-back.ts'
import { startPreview } from './preview.ts'
import { RowText } from './row-text.ts'
import type { openSpill } from './spill.ts'
import { type Encoder, encoderOf, type Json } from './value.ts'

type Spill = Pick<Awaited<ReturnType<typeof openSpill>>, 'text' | 'copy' | 'double' | 'flow'>
type Row = Record<string, unknown>
type Column = PackageField & { key: string; encoder: Encoder; fits: boolean; heldBack: boolean }

/**
 * Reads a collection once, into a JSON array and a CSV file. Answers with the first rows, and with the JSON Schema that
 * what was written obeys: a field whose values were not of its declared type is left open there, never forced or dropped.
 */
export async function collect(
  { source, collection, fields, rows, watch }: PackageCollection,
  json: Spill,
  table: Spill,
) {
  const columns = fields.map((field) => ({
    ...field,
    key: `${JSON.stringify(field.name)}:`,
    encoder: encoderOf(field.type),
    fits: true,
    heldBack: false,
  }))
  const preview = startPreview()
  json.text('[')
  table.text(byteOrderMark + csvLine(fields.map(({ name }) => name)))
  let separator = '\n'
  let copies: ReturnType<typeof copierOf> | null = null
  for await (const batch of rows) {
    for (const row of batch) {
      json.text(separator)
      separator = ',\n'
      const isText = row instanceof RowText
      if (isText) copies ??= copierOf(columns, row, watch)
      if (isText && preview.isFull() && copies?.(row, json, table)) preview.pass()
      else {
        const values = isText ? row.values : row
        if (isText) watch?.see(values[watch.field])
        preview.add(encode(columns, values, json, table))
      }
      const full = json.flow() ?? table.flow()
      if (full !== undefined) await full
    }
    copies = null
  }
  json.text('\n]\n')
  return { preview: preview.finish(), schema: schemaOf(`${source}: ${collection}`, columns) }
}

function encode(columns: Column[], row: Row, json: Spill, table: Spill): Json[] {
  const values = columns.map((column) => {
    const raw = Object.hasOwn(row, column.name) ? row[column.name] : null
    if (isMark(raw)) {
      column.heldBack = true
      return raw
    }
    const value = column.encoder.json(raw)
    column.fits &&= column.encoder.fits(value, raw)
    return value
  })
  json.text(`{${columns.map(({ key }, at) => key + JSON.stringify(values[at])).join(',')}}`)
  table.text(csvLine(values))
  return values
}

const schemaOf = (title: string, columns: readonly Column[]) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: columns.map(({ name }) => name),
    properties: Object.fromEntries(
      columns.map(({ name, type, encoder, fits, heldBack }) => [
        name,
        {
          ...(fits ? (heldBack ? { anyOf: [encoder.schema, REDACTED] } : encoder.schema) : {}),
          $comment: fits ? type : `declared as ${type}, but some values are not`,
        },
      ]),
    ),
  },
})

/** What stands in the JSON where a value was held back. */
const REDACTED = {
  type: 'object',
  additionalProperties: false,
  required: ['redacted'],
  properties: { redacted: { enum: REDACTION_REASONS } },
}
