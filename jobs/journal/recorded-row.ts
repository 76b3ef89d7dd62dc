import type { RowKey, SourceRow } from '#connectors/contract.ts'

/** A row as it is written down: what a traversal compares, and the values as text. Live and read back it is the same. */
export class RecordedRow implements SourceRow {
  readonly key: RowKey
  readonly matched: readonly number[]
  readonly exact: SourceRow['exact']
  readonly json: string
  #values: SourceRow['values'] | null = null

  constructor(key: RowKey, matched: readonly number[], exact: SourceRow['exact'], json: string) {
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

/** @param fields those that links and identities are found in */
export function recordRow(row: SourceRow, fields: readonly string[]): RecordedRow {
  const exact: Record<string, string | null> = {}
  for (const field of fields) {
    const value = row.exact[field]
    if (value !== undefined) exact[field] = value
  }
  return new RecordedRow(row.key, row.matched, exact, row.json ?? JSON.stringify(row.values))
}

/** Two lines a row: the text of its values need not be quoted once more. */
export const linesOf = ({ key, matched, exact, json }: RecordedRow): [string, string] => [
  JSON.stringify([key, matched, exact]),
  json,
]

export function rowOf(head: string, json: string): RecordedRow {
  const [key, matched, exact] = JSON.parse(head) as [RowKey, number[], SourceRow['exact']]
  return new RecordedRow(key, matched, exact, json)
}
