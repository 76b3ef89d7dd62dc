import { deedsOf, type ErasurePlan, type Fields, removedRows } from '#domain/erasure/plan.ts'
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

/** Rows that are deleted after rows they name, because the two name each other: no order serves both. */
function isLate({ together }: Known, plan: ErasurePlan, { child, parent, deferrable }: ForeignKey): boolean {
  const [childAt, parentAt] = [placeIn(plan, child), placeIn(plan, parent)]
  const rows = removedRows(plan.steps[childAt])
  if (deferrable || parentAt < 0 || rows === 0) return false
  return childAt > parentAt || (childAt === parentAt && rows > together)
}

/** A column of the link that may be emptied first, so that both rows can go. */
function looseField({ tables }: Known, { child, childFields }: ForeignKey): string | undefined {
  const table = child === null ? undefined : tables.get(child)
  return childFields.find((field) => {
    const column = table?.columns[field]
    return column?.nullable && column.changeable && !column.generated && !table?.key.includes(field)
  })
}

/** Whether the child's rows are out of the way before the parent's are deleted. */
export function goesFirst(known: Known, plan: ErasurePlan, foreignKey: ForeignKey): boolean {
  const [childAt, parentAt] = [placeIn(plan, foreignKey.child), placeIn(plan, foreignKey.parent)]
  if (childAt < 0) return false
  if (isLate(known, plan, foreignKey)) return looseField(known, foreignKey) !== undefined
  return foreignKey.deferrable || childAt <= parentAt
}

/** Links between rows that will all be deleted, to be emptied before: by collection, which column. */
export function cutsOf(known: Known, plan: ErasurePlan): { collection: string; field: string }[] {
  return known.foreignKeys.flatMap((foreignKey) => {
    const field = isLate(known, plan, foreignKey) ? looseField(known, foreignKey) : undefined
    return field !== undefined && foreignKey.child !== null ? [{ collection: foreignKey.child, field }] : []
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
