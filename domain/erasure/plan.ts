import type { Change } from '#domain/dataset/dataset.ts'

/** The values of a row's key columns as the source writes them, in the order of the collection's key. Never shown or logged. */
export type RowKey = readonly string[]

export const keyName = (key: RowKey): string => JSON.stringify(key)

export type Changes = { fields: Readonly<Record<string, Change>>; keys: readonly RowKey[] }
export type Kept = { fields: readonly string[]; basis: string; until: string; keys: readonly RowKey[] }
export type Held = { why: 'shared' | 'third_party'; keys: readonly RowKey[] }
/** Rows under a legal hold, with what would have been done to them: once it is lifted, that is what happens. */
export type LegalHeld = {
  holdId: string
  basis: string
  /** when it ends by itself; null: when somebody lifts it */
  until: string | null
  /** null: the row is deleted */
  erase: Readonly<Record<string, Change>> | null
  keys: readonly RowKey[]
}

/** One collection. `kept.fields` empty: the whole row. A key may be both changed and kept or on hold (other fields). */
export type ErasureStep = {
  collection: string
  key: readonly string[]
  delete: readonly RowKey[]
  change: readonly Changes[]
  kept: readonly Kept[]
  held: readonly Held[]
  onHold?: readonly LegalHeld[]
  /** By `keyName`: whose row it was, as a digest; tells a row that came back from another that got its key. */
  owners?: Readonly<Record<string, string>>
}

export type ObstacleKind =
  | 'permission'
  | 'no_key'
  | 'key'
  | 'not_null'
  | 'generated'
  | 'read_only'
  | 'unique'
  | 'foreign_key'
  | 'unsupported_type'
  | 'unsupported_strategy'
  | 'missing_field'
  | 'no_end_date'
  | 'trigger'
  | 'row_security'
  | 'no_transaction'
  | 'history'

/** Why an erasure cannot run as planned. `blocking: false` is said to the reviewer but stops nothing. */
export type Obstacle = { collection: string; field: string | null; kind: ObstacleKind; blocking: boolean }

/**
 * What an erasure will do in one source: plain data for JSON, steps in the order they run (children first). Keys may
 * be personal (an e-mail address): seal it. `salt` makes `hash` unlinkable.
 */
export type ErasurePlan = {
  dataset: string
  salt: string
  steps: readonly ErasureStep[]
  obstacles: readonly Obstacle[]
}
