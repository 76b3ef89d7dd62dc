import type { Collection } from '#domain/dataset/dataset.ts'
import type { Match, RowKey, SourceRow } from '../contract.ts'
import { columnOf, type Table } from './catalog.ts'
import type { Cells } from './fetch.ts'
import { holdsMany } from './place.ts'
import { jsonWriter } from './values.ts'

export type Part = Match & { index: number }

/** Where everything stands among a row's cells: its fields, a flag per match, and for a table without a key its address. */
export type Layout = {
  /** Scalars, under their names. */
  exact: readonly { name: string; at: number }[]
  described: readonly { name: string; at: number; write: (text: string) => string }[]
  key: readonly number[]
  flags: readonly { index: number; at: number }[]
  /** Which matches found the row, where that needs no flags. */
  matched: readonly number[] | null
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
      .map(({ name, at, column }) => ({ name: `${JSON.stringify(name)}:`, at, write: jsonWriter(column) })),
    key: table.key.length > 0 ? table.key.map((name) => fields.indexOf(name)) : [addressAt],
    flags: parts.map(({ index }, at) => ({ index, at: fields.length + at })),
    matched: parts.length === 1 ? parts.map(({ index }) => index) : null,
  }
}

/** A row as it came. Most of a million rows are only handed on: what nobody asks for is not made. */
export class PostgresRow implements SourceRow {
  readonly #cells: Cells
  readonly #layout: Layout
  readonly key: RowKey
  #exact: SourceRow['exact'] | null = null
  #values: SourceRow['values'] | null = null

  constructor(cells: Cells, layout: Layout) {
    this.#cells = cells
    this.#layout = layout
    this.key = layout.key.map((at) => cells[at] ?? '')
  }

  get matched(): readonly number[] {
    const { flags, matched } = this.#layout
    return matched ?? flags.flatMap(({ index, at }) => (this.#cells[at] === 't' ? [index] : []))
  }

  get exact(): SourceRow['exact'] {
    if (this.#exact) return this.#exact
    const exact: Record<string, string | null> = {}
    for (const { name, at } of this.#layout.exact) exact[name] = this.#cells[at] ?? null
    this.#exact = exact
    return exact
  }

  get json(): string {
    let fields = ''
    for (const { name, at, write } of this.#layout.described) {
      const cell = this.#cells[at] ?? null
      fields += `${fields === '' ? '' : ','}${name}${cell === null ? 'null' : write(cell)}`
    }
    return `{${fields}}`
  }

  get values(): SourceRow['values'] {
    this.#values ??= JSON.parse(this.json) as SourceRow['values']
    return this.#values
  }
}
