import { CHUNK_KEYS } from '../chunks.ts'
import type { ErasurePlan } from '../erasure-plan.ts'
import { type Catalog, type ForeignKey, tableOf } from './catalog.ts'

const placeIn = (plan: ErasurePlan, name: string | null): number =>
  plan.steps.findIndex(({ collection }) => collection === name)

/** Rows that are deleted after rows they name, because the two name each other: no order serves both. */
function isLate(plan: ErasurePlan, { child, parent, deferrable }: ForeignKey): boolean {
  const [childAt, parentAt] = [placeIn(plan, child), placeIn(plan, parent)]
  const rows = plan.steps[childAt]?.delete.length ?? 0
  if (deferrable || parentAt < 0 || rows === 0) return false
  return childAt > parentAt || (childAt === parentAt && rows > CHUNK_KEYS)
}

/** A column of the link that may be emptied first, so that both rows can go. */
function looseField(catalog: Catalog, { child, childFields }: ForeignKey): string | undefined {
  if (child === null) return undefined
  const { columns, key } = tableOf(catalog, child)
  return childFields.find((field) => {
    const column = columns[field]
    return column?.nullable && column.changeable && !column.generated && !key.includes(field)
  })
}

/** Whether the child's rows are out of the way before the parent's are deleted. */
export function goesFirst(catalog: Catalog, plan: ErasurePlan, foreignKey: ForeignKey): boolean {
  const [childAt, parentAt] = [placeIn(plan, foreignKey.child), placeIn(plan, foreignKey.parent)]
  if (childAt < 0) return false
  if (isLate(plan, foreignKey)) return looseField(catalog, foreignKey) !== undefined
  return foreignKey.deferrable || childAt <= parentAt
}

/** Links between rows that will all be deleted, to be emptied before: by collection, which column. */
export function cutsOf(catalog: Catalog, plan: ErasurePlan): { collection: string; field: string }[] {
  return catalog.foreignKeys.flatMap((foreignKey) => {
    const field = isLate(plan, foreignKey) ? looseField(catalog, foreignKey) : undefined
    return field !== undefined && foreignKey.child !== null ? [{ collection: foreignKey.child, field }] : []
  })
}
