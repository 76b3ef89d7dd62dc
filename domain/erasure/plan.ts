import type { Change } from '#domain/dataset/dataset.ts'

/** The values of a row's key columns as the source writes them, in the order of the collection's key. Never shown or logged. */
export type RowKey = readonly string[]

export const keyName = (key: RowKey): string => JSON.stringify(key)

export type Fields = Readonly<Record<string, Change>>
/** `fields` empty: the whole row. */
export type Kept = { fields: readonly string[]; basis: string; until: string }
/** A legal hold, with what would have been done to the row: once it is lifted, that is what happens. */
export type OnHold = {
  holdId: string
  basis: string
  /** when it ends by itself; null: when somebody lifts it */
  until: string | null
  /** null: the row is deleted */
  erase: Fields | null
}

/** What an erasure does with a row. It may be both changed and kept or on hold: other fields. Few in any plan. */
export type Fate = {
  remove: boolean
  change: Fields | null
  kept: readonly Kept[]
  held: 'shared' | 'third_party' | null
  onHold: readonly OnHold[]
}

export const STAYS: Fate = { remove: false, change: null, kept: [], held: null, onHold: [] }
export const erases = ({ remove, change }: Fate): boolean => remove || change !== null

/** One end of a foreign key in one row: which key, by its number in the plan, and its values. */
export type Link = readonly [foreignKey: number, ...values: string[]]

export type PlannedRow = {
  key: RowKey
  fate: Fate
  /** whose row it was, as a digest; tells a row that came back from another that got its key */
  owner: string | null
  names: readonly Link[]
  /** by what other rows name it, where that is not its key */
  named: readonly Link[]
}

/** Rows are spread over so many parts by their key, so that two plans can be compared a part at a time. */
export const PARTS = 64

export type ErasureStep = {
  collection: string
  key: readonly string[]
  /** every fate that a row of this collection has, and how many have it */
  fates: ReadonlyMap<Fate, number>
  /** The rows, in batches. Millions: never held. @param part only those of one part */
  rows(part?: number): AsyncIterable<readonly PlannedRow[]>
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
 * What an erasure will do in one source, steps in the order they run (children first). Keys may be personal (an e-mail
 * address): seal them. `salt` makes `hash` unlinkable.
 */
export type ErasurePlan = {
  dataset: string
  salt: string
  /** those between collections of this plan, which rows state as `Link`s */
  foreignKeys: readonly { child: string; childFields: readonly string[]; parent: string }[]
  steps: readonly ErasureStep[]
  obstacles: readonly Obstacle[]
}

export const countOf = ({ fates }: ErasureStep, isMeant: (fate: Fate) => boolean): number =>
  [...fates].reduce((sum, [fate, rows]) => sum + (isMeant(fate) ? rows : 0), 0)

export const removedRows = (step: ErasureStep | undefined): number => (step ? countOf(step, ({ remove }) => remove) : 0)

/** One thing done to rows of a step. `fields` null: they are deleted. */
export type Deed = {
  fields: Fields | null
  rows: number
  /** The keys of the rows, so many at a time. */
  keys(size: number): AsyncGenerator<readonly RowKey[]>
}

/** What is done in a step: one deed for each way of changing, then one for all rows that are deleted. */
export function deedsOf(step: ErasureStep): Deed[] {
  const deeds = Map.groupBy(
    [...step.fates.keys()].filter(erases).sort((one, other) => Number(one.remove) - Number(other.remove)),
    ({ remove, change }) => JSON.stringify(remove ? null : change),
  )
  return [...deeds.values()].map((fates) => {
    const own = new Set(fates)
    return {
      fields: fates[0]?.remove ? null : (fates[0]?.change ?? null),
      rows: countOf(step, (fate) => own.has(fate)),
      keys: (size) => keysOf(step, own, size),
    }
  })
}

async function* keysOf(step: ErasureStep, fates: ReadonlySet<Fate>, size: number): AsyncGenerator<readonly RowKey[]> {
  let keys: RowKey[] = []
  for await (const rows of step.rows())
    for (const { key, fate } of rows) {
      if (!fates.has(fate)) continue
      keys.push(key)
      if (keys.length < size) continue
      yield keys
      keys = []
    }
  if (keys.length > 0) yield keys
}
