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

export const recorded = (row: SourceRow): RecordedRow => new RecordedRow(row, row.json ?? JSON.stringify(row.values))

/** Beside the values: only the fields that a traversal compares. 0 stands for one that the source did not give. */
type Head = [RowKey, readonly number[], (string | null | 0)[]]

/** A batch on lines of its own: first everything but the values, for all rows at once; then each row's values. */
export const batchLines = (rows: readonly RecordedRow[], fields: readonly string[]): string[] => {
  const heads = rows.map(
    ({ key, matched, exact }): Head => [key, matched, fields.map((field) => exact[field] ?? absent(exact, field))],
  )
  return [JSON.stringify(heads), ...rows.map(({ json }) => json)]
}

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
