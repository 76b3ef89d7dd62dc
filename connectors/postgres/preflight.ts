import type pg from 'pg'
import { chunks } from '../chunks.ts'
import type { Obstacle, ObstacleKind, RowKey } from '../contract.ts'
import { goesFirst } from '../cuts.ts'
import type { ErasurePlan, ErasureStep } from '../erasure-plan.ts'
import { hidesRows, schemaObstacles } from '../obstacles.ts'
import { type Catalog, columnOf, type ForeignKey, quote, tableName, tableOf } from './catalog.ts'
import { keyRelation, sameKey } from './keys.ts'
import { fitsType } from './new-value.ts'

/** Everything known to stand in the way, from the live schema and the rows that name the rows to be deleted. Reads only. */
export async function findObstacles(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<Obstacle[]> {
  const found = [...plan.obstacles, ...plan.steps.flatMap((step) => schemaObstacles(catalog, step, fitsType))]
  if (found.some(hidesRows)) return found
  found.push(...(await uncastable(client, catalog, plan)))
  for (const foreignKey of catalog.foreignKeys) {
    const obstacle = await ofForeignKey(client, catalog, plan, foreignKey)
    if (obstacle) found.push(obstacle)
  }
  return found
}

/** Fixed texts for columns of other types are tried: `1900-01-01` is a date, `Terhapus` is none. */
async function uncastable(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<Obstacle[]> {
  const found = new Map<string, Obstacle>()
  for (const { collection, change } of plan.steps)
    for (const [field, to] of change.flatMap(({ fields }) => Object.entries(fields))) {
      const table = catalog.tables.get(collection)
      if (!table || !Object.hasOwn(table.columns, field) || to.method !== 'mask') continue
      const column = columnOf(table, field)
      if (column.text || !fitsType(column, to) || found.has(`${collection}.${field}`)) continue
      await client.query('SAVEPOINT fixed')
      await client.query(`SELECT CAST($1::text AS ${column.cast})`, [to.text]).catch(async () => {
        await client.query('ROLLBACK TO SAVEPOINT fixed')
        found.set(`${collection}.${field}`, { collection, field, kind: 'unsupported_type', blocking: true })
      })
    }
  return [...found.values()]
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
  const released = goesFirst(catalog, plan, foreignKey) ? releasedBy(plan.steps[childAt], foreignKey) : []
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
