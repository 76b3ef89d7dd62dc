import { BSON, BSONRegExp } from 'mongodb'
import type { Field } from '#domain/dataset/dataset.ts'
import { type Match, type RowKey, SourceFault } from '../contract.ts'
import { type Document, textsAt, valuesFor } from './values.ts'

export type Filter = Record<string, unknown>

/** A key is written with its type: a text and a number that look alike are two documents. */
export const keyOf = (id: unknown): RowKey => [BSON.EJSON.stringify(id, { relaxed: false })]

export function idOf([text = '']: RowKey): unknown {
  try {
    return BSON.EJSON.parse(text, { relaxed: false })
  } catch {
    throw new SourceFault('value_not_castable')
  }
}

/** `$eq`, because an `_id` may itself be a document. */
export const byKeys = (keys: readonly RowKey[]): Filter => ({ _id: { $in: keys.map(idOf) } })

/** The field at a path as the dataset describes it. @throws SourceFault 'schema_mismatch' */
function fieldAt(fields: readonly Field[], path: string): Field | null {
  if (path.startsWith('$') || path.includes('\0') || path === '') throw new SourceFault('schema_mismatch')
  let level = fields
  let field: Field | undefined
  for (const step of path.split('.')) {
    field = level.find(({ name }) => name === step)
    if (!field && path !== '_id') throw new SourceFault('schema_mismatch')
    if (!field) return null
    level = field.fields
  }
  return field ?? null
}

/** Lets every document through that fits one of the matches, and few others: `whichMatch` decides. */
export function filterOf(fields: readonly Field[], matches: readonly Match[]): Filter {
  return { $or: matches.flatMap((match) => partsOf(fields, match)) }
}

function partsOf(fields: readonly Field[], match: Match): Filter[] {
  const types = match.fields.map((path) => fieldAt(fields, path)?.dataType ?? null)
  const [only, ...more] = match.fields
  const candidates = (value: string, at: number): unknown[] =>
    match.ignoreCase ? [sameLetters(value)] : valuesFor(value, types[at] ?? null)
  if (only !== undefined && more.length === 0)
    return [{ [only]: { $in: match.values.flatMap(([value = '']) => candidates(value, 0)) } }]
  return match.values.map((values) =>
    Object.fromEntries(match.fields.map((path, at) => [path, { $in: candidates(values[at] ?? '', at) }])),
  )
}

/** No expression holds a NUL; such a text is looked for as it is. */
const sameLetters = (value: string): BSONRegExp | string =>
  value.includes('\0') ? value : new BSONRegExp(`^${value.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')}$`, 'i')

/** Which of the matches a document fits, text by text. */
export function whichMatch(matches: readonly Match[]): (document: Document) => number[] {
  const wanted = matches.map(({ fields, values, ignoreCase }) => {
    const fold = (text: string) => (ignoreCase ? text.toLowerCase() : text)
    const name = (texts: readonly string[]) => JSON.stringify(texts.map(fold))
    return { fields: fields.map((path) => path.split('.')), name, values: new Set(values.map(name)) }
  })
  return (document) =>
    wanted.flatMap(({ fields, name, values }, index) =>
      tuples(fields.map((steps) => textsAt(document, steps))).some((texts) => values.has(name(texts))) ? [index] : [],
    )
}

const tuples = (columns: readonly string[][]): string[][] =>
  columns.reduce<string[][]>((all, texts) => all.flatMap((one) => texts.map((text) => [...one, text])), [[]])
