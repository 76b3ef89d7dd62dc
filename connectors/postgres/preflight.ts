import type pg from 'pg'
import type { Change } from '#domain/dataset/dataset.ts'
import type { Obstacle, ObstacleKind, RowKey } from '../contract.ts'
import type { ErasurePlan, ErasureStep } from '../erasure-plan.ts'
import { type Catalog, type ForeignKey, quote, type Table, tableName, tableOf } from './catalog.ts'
import { chunks, keyRelation, sameKey } from './keys.ts'

/** Everything known to stand in the way, from the live schema and the rows that name the rows to be deleted. Reads only. */
export async function findObstacles(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<Obstacle[]> {
  const found = [...plan.obstacles]
  for (const step of plan.steps) {
    const table = catalog.tables.get(step.collection)
    if (!table) found.push({ collection: step.collection, field: null, kind: 'missing_field', blocking: true })
    else found.push(...ofTable(table, step), ...ofFields(catalog, table, step))
  }
  if (found.some(({ kind, blocking }) => blocking && (kind === 'no_key' || kind === 'missing_field'))) return found
  for (const foreignKey of catalog.foreignKeys) {
    const obstacle = await ofForeignKey(client, catalog, plan, foreignKey)
    if (obstacle) found.push(obstacle)
  }
  return found
}

function ofTable(table: Table, step: ErasureStep): Obstacle[] {
  const at = (kind: ObstacleKind, blocking: boolean): Obstacle => ({
    collection: table.name,
    field: null,
    kind,
    blocking,
  })
  const deletes = step.delete.length > 0
  const changes = step.change.length > 0
  if (!deletes && !changes) return []
  const moved = table.key.join() !== step.key.join()
  return [
    ...(table.key.length === 0 || moved ? [at('no_key', true)] : []),
    ...(deletes && !table.rights.delete ? [at('permission', true)] : []),
    ...((deletes && table.deleteTrigger) || (changes && table.updateTrigger) ? [at('trigger', false)] : []),
    ...(table.rowSecurity ? [at('row_security', false)] : []),
  ]
}

function ofFields(catalog: Catalog, table: Table, step: ErasureStep): Obstacle[] {
  const fields = new Map(
    step.change.flatMap(({ fields }) =>
      Object.entries(fields).map(([field, change]) => [`${field} ${change.method}`, { field, change }] as const),
    ),
  )
  return [...fields.values()].flatMap(({ field, change }) => {
    const kind = ofField(catalog, table, field, change)
    return kind ? [{ collection: table.name, field, kind, blocking: true }] : []
  })
}

function ofField(catalog: Catalog, table: Table, field: string, change: Change): ObstacleKind | null {
  const column = Object.hasOwn(table.columns, field) ? table.columns[field] : undefined
  if (!column) return 'missing_field'
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
  if (!column.text || column.array) return 'unsupported_type'
  return change.method === 'mask' && column.unique ? 'unique' : null
}

/**
 * Rows that name a row to be deleted and are not themselves deleted before it, or cut from it. Cascades count too:
 * the database would delete rows nobody has looked at.
 */
async function ofForeignKey(
  client: pg.PoolClient,
  catalog: Catalog,
  plan: ErasurePlan,
  foreignKey: ForeignKey,
): Promise<Obstacle | null> {
  const at = plan.steps.findIndex(({ collection }) => collection === foreignKey.parent)
  const parent = plan.steps[at]
  if (!parent || parent.delete.length === 0) return null
  const obstacle = (kind: ObstacleKind): Obstacle => ({
    collection: foreignKey.parent,
    field: null,
    kind,
    blocking: true,
  })
  if (!foreignKey.readable) return obstacle('permission')
  const childAt = plan.steps.findIndex(({ collection }) => collection === foreignKey.child)
  const inTime = childAt >= 0 && (childAt <= at || foreignKey.deferrable)
  const released = inTime ? releasedBy(plan.steps[childAt], foreignKey) : []
  for (const keys of chunks(parent.delete))
    if (await stillNamed(client, catalog, foreignKey, parent.key, keys, released)) return obstacle('foreign_key')
  return null
}

function releasedBy(child: ErasureStep | undefined, { childFields }: ForeignKey): readonly RowKey[] {
  const cut = child?.change.filter(({ fields }) => childFields.some((field) => fields[field]?.method === 'null')) ?? []
  return [...(child?.delete ?? []), ...cut.flatMap(({ keys }) => keys)]
}

async function stillNamed(
  client: pg.PoolClient,
  catalog: Catalog,
  { child, childTable, childFields, parent, parentFields }: ForeignKey,
  parentKey: readonly string[],
  keys: readonly RowKey[],
  released: readonly RowKey[],
): Promise<boolean> {
  const parentTable = tableOf(catalog, parent)
  const relation = keyRelation(parentKey, keys, 1)
  const link = childFields
    .map((field, index) => `c.${quote(field)} = t.${quote(parentFields[index] ?? '')}`)
    .join(' AND ')
  const childKey = child === null ? [] : tableOf(catalog, child).key
  const free =
    childKey.length > 0 && released.length > 0 && child !== null
      ? keyRelation(childKey, released, parentKey.length + 1)
      : null
  const except =
    free && child !== null
      ? `AND NOT EXISTS (SELECT FROM ${free.sql} WHERE ${sameKey(tableOf(catalog, child), childKey, 'c')})`
      : ''
  const { rows } = await client.query(
    `SELECT FROM ${relation.sql} JOIN ${tableName(catalog, parentTable)} t ON ${sameKey(parentTable, parentKey)}
     JOIN ${childTable} c ON ${link} WHERE true ${except} LIMIT 1`,
    [...relation.parameters, ...(free?.parameters ?? [])],
  )
  return rows.length > 0
}
