import { REDACTION_REASONS } from '#domain/redaction.ts'
import { byteOrderMark } from '#domain/spreadsheet.ts'
import type { PackageCollection, PackageField } from './collection.ts'
import { csvLine } from './csv.ts'
import { isMark } from './held-back.ts'
import { startPreview } from './preview.ts'
import type { openSpill } from './spill.ts'
import { type Encoder, encoderOf } from './value.ts'

type Spill = Awaited<ReturnType<typeof openSpill>>

/**
 * Reads a collection once, into a JSON array and a CSV file. Answers with the first rows, and with the JSON Schema that
 * what was written obeys: a field whose values were not of its declared type is left open there, never forced or dropped.
 */
export async function collect({ source, collection, fields, rows }: PackageCollection, json: Spill, table: Spill) {
  const columns = fields.map((field) => ({
    ...field,
    key: `${JSON.stringify(field.name)}:`,
    encoder: encoderOf(field.type),
    fits: true,
    heldBack: false,
  }))
  const preview = startPreview()
  await json.write('[')
  await table.write(byteOrderMark + csvLine(fields.map(({ name }) => name)))
  let separator = '\n'
  for await (const batch of rows) {
    let [objects, lines] = ['', '']
    for (const row of batch) {
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
      objects += `${separator}{${columns.map(({ key }, at) => key + JSON.stringify(values[at])).join(',')}}`
      separator = ',\n'
      lines += csvLine(values)
      preview.add(values)
    }
    await json.write(objects)
    await table.write(lines)
  }
  await json.write('\n]\n')
  return { preview: preview.finish(), schema: schemaOf(`${source}: ${collection}`, columns) }
}

const schemaOf = (
  title: string,
  columns: (PackageField & { encoder: Encoder; fits: boolean; heldBack: boolean })[],
) => ({
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
