import type { Collection } from '#domain/dataset/dataset.ts'
import type { Match, RowKey, SourceRow, TextWriter } from '../contract.ts'
import { columnOf, type Table } from './catalog.ts'
import { type JsonCopy, jsonCopier } from './json-copy.ts'
import { holdsMany } from './place.ts'
import { jsonWriter } from './values.ts'

export type Part = Match & { index: number }

/** Where everything stands among a row's cells: its fields, a flag per match, and for a table without a key its address. */
export type Layout = {
  /** Scalars, under their names. */
  exact: new (
    row: PostgresRow,
  ) => SourceRow['exact']
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
    exact: exactOf(columns.filter(({ column }) => !holdsMany(column))),
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

const OF = Symbol('row')

/** Each scalar is made a text when it is asked for: of most rows, that is one or two of all. */
function exactOf(columns: readonly { name: string; at: number }[]): Layout['exact'] {
  class Exact {
    readonly [OF]: PostgresRow
    constructor(row: PostgresRow) {
      this[OF] = row
    }
  }
  // A column may have any name, those of an object's own methods too.
  Object.setPrototypeOf(Exact.prototype, null)
  for (const { name, at } of columns)
    Object.defineProperty(Exact.prototype, name, {
      get(this: Exact) {
        return this[OF].cell(at)
      },
    })
  return Exact as unknown as Layout['exact']
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
  readonly #bytes: Buffer
  readonly #at: number
  readonly #layout: Layout
  readonly key: RowKey
  #exact: SourceRow['exact'] | null = null
  #values: SourceRow['values'] | null = null

  /** @param at where its first cell begins */
  constructor(bytes: Buffer, at: number, layout: Layout) {
    this.#bytes = bytes
    this.#at = at
    this.#layout = layout
    this.key = layout.key.map((one) => this.cell(one) ?? '')
  }

  cell(index: number): string | null {
    const bytes = this.#bytes
    let at = this.#at
    for (let before = 0; before < index; before += 1) at += LENGTH_BYTES + Math.max(0, bytes.readInt32BE(at))
    const length = bytes.readInt32BE(at)
    return length < 0 ? null : bytes.toString('utf8', at + LENGTH_BYTES, at + LENGTH_BYTES + length)
  }

  get matched(): readonly number[] {
    const { flags, matched } = this.#layout
    return matched ?? flags.flatMap(({ index, at }) => (this.cell(at) === 't' ? [index] : []))
  }

  get flat(): boolean {
    return this.#layout.flat
  }

  get exact(): SourceRow['exact'] {
    this.#exact ??= new this.#layout.exact(this)
    return this.#exact
  }

  get json(): string {
    const end = this.#lay()
    return desk.toString('utf8', 0, end)
  }

  write(into: TextWriter): void {
    const end = this.#lay()
    into.copy(desk, 0, end)
  }

  /** Puts it together on the desk. @returns where it ends */
  #lay(): number {
    if (desk.length > LARGEST_DESK) desk = Buffer.alloc(LARGEST_DESK)
    const bytes = this.#bytes
    let at = this.#at
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
    return end + 1
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
