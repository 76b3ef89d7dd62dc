import type { Change } from '#domain/dataset/dataset.ts'
import { deedsOf, type ErasureStep } from '#domain/erasure/plan.ts'
import type { KnownColumn, KnownTable } from './compare.ts'
import type { LiveForeignKey, Obstacle, ObstacleKind } from './contract.ts'

type Known<C extends KnownColumn> = {
  tables: ReadonlyMap<string, KnownTable<C>>
  foreignKeys: readonly LiveForeignKey[]
}

/** What can be written into a column besides null. */
export type Fits<C> = (column: C, change: Change) => boolean

/** What the live schema alone says stands in the way of one step. */
export function schemaObstacles<C extends KnownColumn>(
  catalog: Known<C>,
  step: ErasureStep,
  fits: Fits<C> = ({ text }) => text,
): Obstacle[] {
  const table = catalog.tables.get(step.collection)
  if (!table) return [{ collection: step.collection, field: null, kind: 'missing_field', blocking: true }]
  return [...ofTable(table, step), ...ofFields(catalog, table, step, fits)]
}

/** With one of these, nothing more can be asked about the rows. */
export const hidesRows = ({ kind, blocking }: Obstacle): boolean =>
  blocking && (kind === 'no_key' || kind === 'missing_field')

function ofTable(table: Omit<KnownTable, 'columns'>, step: ErasureStep): Obstacle[] {
  const at = (kind: ObstacleKind, blocking: boolean): Obstacle => ({
    collection: table.name,
    field: null,
    kind,
    blocking,
  })
  const deeds = deedsOf(step)
  const deletes = deeds.some(({ fields }) => fields === null)
  const changes = deeds.some(({ fields }) => fields !== null)
  if (!deletes && !changes) return []
  const moved = table.key.join() !== step.key.join()
  return [
    ...(table.key.length === 0 || moved ? [at('no_key', true)] : []),
    ...(deletes && !table.rights.delete ? [at('permission', true)] : []),
    ...((deletes && table.deleteTrigger) || (changes && table.updateTrigger) ? [at('trigger', false)] : []),
    ...table.standing.map(({ kind, blocking }) => at(kind, blocking)),
  ]
}

function ofFields<C extends KnownColumn>(
  catalog: Known<C>,
  table: KnownTable<C>,
  step: ErasureStep,
  fits: Fits<C>,
): Obstacle[] {
  const fields = new Map(
    deedsOf(step).flatMap(({ fields }) =>
      Object.entries(fields ?? {}).map(([field, change]) => [`${field} ${change.method}`, { field, change }] as const),
    ),
  )
  return [...fields.values()].flatMap(({ field, change }) => {
    const kind = ofField(catalog, table, field, change, fits)
    return kind ? [{ collection: table.name, field, kind, blocking: true }] : []
  })
}

function ofField<C extends KnownColumn>(
  catalog: Known<C>,
  table: KnownTable<C>,
  field: string,
  change: Change,
  fits: Fits<C>,
): ObstacleKind | null {
  const column = [table.columns, table.nested ?? {}].find((columns) => Object.hasOwn(columns, field))?.[field]
  if (!column) return Object.hasOwn(table.columns, field.split('.')[0] ?? '') ? 'unsupported_type' : 'missing_field'
  if (table.key.includes(field)) return 'key'
  if (column.generated) return 'generated'
  if (!column.changeable) return 'permission'
  const named = catalog.foreignKeys.some(
    ({ parent, parentFields }) => parent === table.name && parentFields.includes(field),
  )
  const names = catalog.foreignKeys.some(
    ({ child, childFields }) => child === table.name && childFields.includes(field),
  )
  if (named || (names && change.method !== 'null')) return 'foreign_key'
  if (change.method === 'null') return column.nullable ? null : 'not_null'
  if (!fits(column, change)) return 'unsupported_type'
  return change.method === 'mask' && column.unique ? 'unique' : null
}
