import type { RowKey, SourceRow } from '#connectors/contract.ts'

/** A row with its values as text: they are written down, and handed on, without being taken apart. */
export class RecordedRow implements SourceRow {
  readonly key: RowKey
  readonly matched: readonly number[]
  readonly exact: SourceRow['exact']
  readonly json: string
  #values: SourceRow['values'] | null = null

  constructor({ key, matched, exact }: Pick<SourceRow, 'key' | 'matched' | 'exact'>, json: string) {
    this.key = key
    this.matched = matched
    this.exact = exact
    this.json = json
  }

  get values(): SourceRow['values'] {
    this.#values ??= JSON.parse(this.json) as SourceRow['values']
    return this.#values
  }
}

/** Beside the values: only the fields that a traversal compares. 0 stands for one that the source did not give. */
type Head = [RowKey, readonly number[], (string | null | 0)[]]

/** The line before those of a batch's values: everything else, for all rows at once. */
export const headsLine = (rows: readonly SourceRow[], fields: readonly string[]): string =>
  JSON.stringify(
    rows.map(
      ({ key, matched, exact }): Head => [key, matched, fields.map((field) => exact[field] ?? absent(exact, field))],
    ),
  )

const absent = (exact: SourceRow['exact'], field: string) => (exact[field] === null ? null : 0)

export const headsOf = (line: string): Head[] => JSON.parse(line) as Head[]

export function rowOf([key, matched, values]: Head, fields: readonly string[], json: string): RecordedRow {
  const exact: Record<string, string | null> = {}
  for (const [at, field] of fields.entries()) {
    const value = values[at]
    if (value !== undefined && value !== 0) exact[field] = value
  }
  return new RecordedRow({ key, matched, exact }, json)
}
