import { byteOrderMark } from '#domain/spreadsheet.ts'
import type { PackageCollection, PackageField } from './collection.ts'
import { csv } from './csv.ts'
import { startPreview } from './preview.ts'
import type { openSpill } from './spill.ts'
import { type Encoder, encoderOf, type Json } from './value.ts'

type Spill = Awaited<ReturnType<typeof openSpill>>

const rowsAtOnce = 200

/**
 * Reads a collection once, into a JSON array and a CSV file. Answers with the first rows, and with the JSON Schema that
 * what was written obeys: a field whose values were not of its declared type is left open there, never forced or dropped.
 */
export async function collect({ source, collection, fields, rows }: PackageCollection, json: Spill, table: Spill) {
  const columns = fields.map((field) => ({
    ...field,
    key: JSON.stringify(field.name),
    encoder: encoderOf(field.type),
    fits: true,
  }))
  const preview = startPreview()
  let waiting: Json[][] = []
  const flush = async () => {
    if (waiting.length > 0) await table.write(csv(waiting))
    waiting = []
  }

  await json.write('[')
  await table.write(byteOrderMark + csv([fields.map(({ name }) => name)]))
  let separator = '\n'
  for await (const row of rows) {
    const values = columns.map((column) => {
      const { json: value, fits } = column.encoder.encode(Object.hasOwn(row, column.name) ? row[column.name] : null)
      column.fits &&= fits
      return value
    })
    await json.write(`${separator}{${columns.map(({ key }, at) => `${key}:${JSON.stringify(values[at])}`).join(',')}}`)
    separator = ',\n'
    preview.add(values)
    if (waiting.push(values) >= rowsAtOnce) await flush()
  }
  await flush()
  await json.write('\n]\n')
  return { preview: preview.finish(), schema: schemaOf(`${source}: ${collection}`, columns) }
}

const schemaOf = (title: string, columns: (PackageField & { encoder: Encoder; fits: boolean })[]) => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  title,
  type: 'array',
  items: {
    type: 'object',
    additionalProperties: false,
    required: columns.map(({ name }) => name),
    properties: Object.fromEntries(
      columns.map(({ name, type, encoder, fits }) => [
        name,
        { ...(fits ? encoder.schema : {}), $comment: fits ? type : `declared as ${type}, but some values are not` },
      ]),
    ),
  },
})
