import { type Deed, deedsOf, type ErasurePlan, type Fields, removedRows } from '#domain/erasure/plan.ts'
import { CHUNK_KEYS } from './chunks.ts'
import { CompactSet } from './compact.ts'
import type { KnownColumn, KnownTable } from './compare.ts'
import type { LiveForeignKey } from './contract.ts'
import { tuple } from './frontier.ts'

/** `deferrable`: checked when the transaction ends. */
type ForeignKey = LiveForeignKey & { deferrable: boolean }
/** `together`: how many rows that name each other one statement may delete; 0 where every row is checked by itself. */
type Known = {
  tables: ReadonlyMap<string, KnownTable<KnownColumn>>
  foreignKeys: readonly ForeignKey[]
  together: number
}

const placeIn = (plan: ErasurePlan, name: string | null): number =>
  plan.steps.findIndex(({ collection }) => collection === name)

/** Whether rows come to their turn only after rows they name are deleted: the two name each other, no order serves both. */
function isLate({ together }: Known, plan: ErasurePlan, { child, parent, deferrable }: ForeignKey): boolean {
  const [childAt, parentAt] = [placeIn(plan, child), placeIn(plan, parent)]
  if (deferrable || parentAt < 0) return false
  return childAt > parentAt || (childAt === parentAt && removedRows(plan.steps[childAt]) > together)
}

/** A column of the link that may be emptied first, so that both rows can go. */
function looseField({ tables }: Known, { child, childFields }: ForeignKey): string | undefined {
  const table = child === null ? undefined : tables.get(child)
  return childFields.find((field) => {
    const column = table?.columns[field]
    return column?.nullable && column.changeable && !column.generated && !table?.key.includes(field)
  })
}

/** The column by which such rows stop naming others before their turn. @param fields null: they are deleted then */
const cutField = (known: Known, foreignKey: ForeignKey, fields: Fields | null): string | undefined =>
  fields ? foreignKey.childFields.find((field) => fields[field]?.method === 'null') : looseField(known, foreignKey)

/** Whether rows to which this is done are out of the way before the parent's are deleted. */
export function goesFirst(known: Known, plan: ErasurePlan, foreignKey: ForeignKey, fields: Fields | null): boolean {
  if (placeIn(plan, foreignKey.child) < 0) return false
  return (fields === null && !isLate(known, plan, foreignKey)) || cutField(known, foreignKey, fields) !== undefined
}

type Cut = { collection: string; field: string; keys: Deed['keys'] }

/** Links that are emptied before everything else, so that the rows they name can go. */
export function cutsOf(known: Known, plan: ErasurePlan): Cut[] {
  return known.foreignKeys.flatMap((foreignKey) => {
    const step = isLate(known, plan, foreignKey) ? plan.steps[placeIn(plan, foreignKey.child)] : undefined
    if (!step || removedRows(plan.steps[placeIn(plan, foreignKey.parent)]) === 0) return []
    return deedsOf(step).flatMap(({ fields, keys }): Cut[] => {
      const field = cutField(known, foreignKey, fields)
      return field === undefined ? [] : [{ collection: step.collection, field, keys }]
    })
  })
}

/** Rows that no longer name the parent's by the time those are deleted. */
export type Released = { has(key: readonly string[]): boolean; isEmpty: boolean }

/** @param isMeant what is done to a row, null: it is deleted */
export async function releasedBy(
  plan: ErasurePlan,
  child: string | null,
  isMeant: (fields: Fields | null) => boolean,
): Promise<Released> {
  const keys = new CompactSet()
  let isEmpty = true
  for (const step of plan.steps.filter(({ collection }) => collection === child))
    for (const deed of deedsOf(step).filter(({ fields }) => isMeant(fields)))
      for await (const some of deed.keys(CHUNK_KEYS))
        for (const key of some) {
          keys.add(tuple(key))
          isEmpty = false
        }
  return { has: (key) => keys.has(tuple(key)), isEmpty }
}

/** The keys of the rows that a plan deletes in one collection, so many at a time. */
export async function* removedKeys(plan: ErasurePlan, collection: string, size: number) {
  for (const step of plan.steps.filter((one) => one.collection === collection))
    for (const deed of deedsOf(step)) if (!deed.fields) yield* deed.keys(size)
}
