import type { Collection } from '#domain/dataset/dataset.ts'
import type { Match, RowKey, SourceRow } from '../contract.ts'
import { columnOf, type Table } from './catalog.ts'
import { type JsonCopy, jsonCopier } from './json-copy.ts'
import { holdsMany } from './place.ts'
import type { RawRow } from './tap.ts'
import { jsonWriter } from './values.ts'

export type Part = Match & { index: number }

/** Where everything stands among a row's cells: its fields, a flag per match, and for a table without a key its address. */
export type Layout = {
  /** Scalars, under their names. */
  exact: readonly { name: string; at: number }[]
  described: readonly { name: Buffer; at: number; copy: JsonCopy; write: (text: string) => string }[]
  key: readonly number[]
  flags: readonly { index: number; at: number }[]
  /** Which matches found the row, where that needs no flags. */
  matched: readonly number[] | null
  flat: boolean
}

export function layoutOf(
  table: Table,
  collection: Collection,
  fields: readonly string[],
  parts: readonly Part[],
): Layout {
  const described = new Set(collection.fields.map(({ name }) => name))
  const columns = fields.map((name, at) => ({ name, at, column: columnOf(table, name) }))
  const addressAt = fields.length + parts.length
  return {
    exact: columns.flatMap(({ name, at, column }) => (holdsMany(column) ? [] : [{ name, at }])),
    described: columns
      .filter(({ name }) => described.has(name))
      .map(({ name, at, column }, index) => ({
        name: Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name)}:`),
        at,
        copy: jsonCopier(column),
        write: jsonWriter(column),
      })),
    key: table.key.length > 0 ? table.key.map((name) => fields.indexOf(name)) : [addressAt],
    flags: parts.map(({ index }, at) => ({ index, at: fields.length + at })),
    matched: parts.length === 1 ? parts.map(({ index }) => index) : null,
    flat: !columns.some(({ column }) => holdsMany(column)),
  }
}

const LENGTH_BYTES = 4
const NULL = Buffer.from('null')
/** What a row's text is put together in. */
let desk = Buffer.alloc(64 * 1024)

/** Room for `bytes` more; a value of a hundred megabytes must not keep its room. */
function room(at: number, bytes: number): void {
  if (at + bytes <= desk.length) return
  const larger = Buffer.allocUnsafe((at + bytes) * 2)
  desk.copy(larger, 0, 0, at)
  desk = larger
}
const LARGEST_DESK = 1024 * 1024

/** A row as it came. Most of a million rows are only handed on: what nobody asks for is not made. */
export class PostgresRow implements SourceRow {
  readonly #row: RawRow
  readonly #layout: Layout
  readonly key: RowKey
  #exact: SourceRow['exact'] | null = null
  #values: SourceRow['values'] | null = null

  constructor(row: RawRow, layout: Layout) {
    this.#row = row
    this.#layout = layout
    this.key = layout.key.map((at) => this.#cell(at) ?? '')
  }

  #cell(index: number): string | null {
    const { bytes } = this.#row
    let { at } = this.#row
    for (let before = 0; before < index; before += 1) at += LENGTH_BYTES + Math.max(0, bytes.readInt32BE(at))
    const length = bytes.readInt32BE(at)
    return length < 0 ? null : bytes.toString('utf8', at + LENGTH_BYTES, at + LENGTH_BYTES + length)
  }

  get matched(): readonly number[] {
    const { flags, matched } = this.#layout
    return matched ?? flags.flatMap(({ index, at }) => (this.#cell(at) === 't' ? [index] : []))
  }

  get flat(): boolean {
    return this.#layout.flat
  }

  get exact(): SourceRow['exact'] {
    if (this.#exact) return this.#exact
    const exact: Record<string, string | null> = {}
    for (const { name, at } of this.#layout.exact) exact[name] = this.#cell(at)
    this.#exact = exact
    return exact
  }

  get json(): string {
    return this.utf8.toString()
  }

  get utf8(): Buffer {
    if (desk.length > LARGEST_DESK) desk = Buffer.alloc(LARGEST_DESK)
    const { bytes } = this.#row
    let { at } = this.#row
    let [index, end] = [0, 0]
    for (const one of this.#layout.described) {
      for (; index < one.at; index += 1) at += LENGTH_BYTES + Math.max(0, bytes.readInt32BE(at))
      room(end, one.name.length + NULL.length + Math.max(0, bytes.readInt32BE(at)) + 2)
      end = put(one.name, end)
      end = putCell(one, bytes, at, end)
    }
    if (end === 0) end = put(OPEN, 0)
    room(end, 1)
    desk[end] = CLOSE
    return desk.subarray(0, end + 1)
  }

  get values(): SourceRow['values'] {
    this.#values ??= JSON.parse(this.json) as SourceRow['values']
    return this.#values
  }
}

const OPEN = Buffer.from('{')
const CLOSE = 0x7d

function put(bytes: Buffer, at: number): number {
  for (let offset = 0; offset < bytes.length; offset += 1) desk[at + offset] = bytes[offset] ?? 0
  return at + bytes.length
}

function putCell({ copy, write }: Layout['described'][number], bytes: Buffer, at: number, end: number): number {
  const length = bytes.readInt32BE(at)
  if (length < 0) return put(NULL, end)
  const [from, to] = [at + LENGTH_BYTES, at + LENGTH_BYTES + length]
  const copied = copy(bytes, from, to, desk, end)
  if (copied >= 0) return copied
  const text = write(bytes.toString('utf8', from, to))
  room(end, text.length * 3)
  return end + desk.write(text, end)
}
