import type pg from 'pg'
import { chunks } from '../chunks.ts'
import type { Obstacle, ObstacleKind, RowKey } from '../contract.ts'
import type { ErasurePlan, ErasureStep } from '../erasure-plan.ts'
import { hidesRows, schemaObstacles } from '../obstacles.ts'
import { type Catalog, type ForeignKey, quote, tableName, tableOf } from './catalog.ts'
import { keyRelation, sameKey } from './keys.ts'

/** Everything known to stand in the way, from the live schema and the rows that name the rows to be deleted. Reads only. */
export async function findObstacles(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<Obstacle[]> {
  const found = [...plan.obstacles, ...plan.steps.flatMap((step) => schemaObstacles(catalog, step))]
  if (found.some(hidesRows)) return found
  for (const foreignKey of catalog.foreignKeys) {
    const obstacle = await ofForeignKey(client, catalog, plan, foreignKey)
    if (obstacle) found.push(obstacle)
  }
  return found
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
