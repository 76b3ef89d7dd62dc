import { chunks } from '../chunks.ts'
import type { Obstacle, ObstacleKind } from '../contract.ts'
import { goesFirst } from '../cuts.ts'
import type { ErasurePlan } from '../erasure-plan.ts'
import { tuple } from '../frontier.ts'
import { hidesRows, schemaObstacles } from '../obstacles.ts'
import { type Catalog, type ForeignKey, tableName, tableOf } from './catalog.ts'
import { CHUNK_KEYS } from './erase.ts'
import { byKey, keyCells, keyFrom } from './keys.ts'
import { quote } from './literals.ts'
import { fitsType } from './new-value.ts'
import type { Session } from './session.ts'

/** Everything known to stand in the way, from the live schema and the rows that name the rows to be deleted. Reads only. */
export async function findObstacles(session: Session, catalog: Catalog, plan: ErasurePlan): Promise<Obstacle[]> {
  const found = [...plan.obstacles, ...plan.steps.flatMap((step) => schemaObstacles(catalog, step, fitsType))]
  if (found.some(hidesRows)) return found
  for (const foreignKey of catalog.foreignKeys) {
    const obstacle = await ofForeignKey(session, catalog, plan, foreignKey)
    if (obstacle) found.push(obstacle)
  }
  return found
}

/**
 * Rows that name a row to be deleted and are not themselves deleted before it, or cut from it. Cascades count too:
 * the database would delete rows nobody has looked at.
 */
async function ofForeignKey(
  session: Session,
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
  const released = releasedBy(catalog, plan, foreignKey, at)
  for (const keys of chunks(parent.delete, CHUNK_KEYS)) {
    const table = tableOf(catalog, foreignKey.parent)
    const rows = `${tableName(catalog, table)} AS t JOIN ${foreignKey.childTable} AS c ON ${linkSql(foreignKey)} WHERE ${byKey(table, parent.key, keys)}`
    if (await anyLeft(session, catalog, foreignKey, rows, released)) return obstacle('foreign_key')
  }
  return null
}

const linkSql = ({ childFields, parentFields }: ForeignKey): string =>
  childFields.map((field, index) => `c.${quote(field)} = t.${quote(parentFields[index] ?? '')}`).join(' AND ')

/** Rows that are deleted or cut before the parent's; rows that lose the link by their own change are so only when they come first. */
function releasedBy(catalog: Catalog, plan: ErasurePlan, foreignKey: ForeignKey, parentAt: number): Set<string> {
  const released = new Set<string>()
  const childAt = plan.steps.findIndex(({ collection }) => collection === foreignKey.child)
  const child = plan.steps[childAt]
  if (!child) return released
  if (goesFirst(catalog, plan, foreignKey)) for (const key of child.delete) released.add(tuple(key))
  if (childAt > parentAt) return released
  for (const { fields, keys } of child.change)
    if (foreignKey.childFields.some((field) => fields[field]?.method === 'null'))
      for (const key of keys) released.add(tuple(key))
  return released
}

async function anyLeft(
  session: Session,
  catalog: Catalog,
  { child }: ForeignKey,
  rows: string,
  released: ReadonlySet<string>,
): Promise<boolean> {
  const table = child === null ? undefined : catalog.tables.get(child)
  if (!table || table.key.length === 0 || released.size === 0)
    return (await session.query(`SELECT 1 FROM ${rows} LIMIT 1`)).length > 0
  let left = false // read to its end: the session goes on with its next question
  for await (const cells of session.stream(`SELECT ${keyCells(table, table.key, 'c')} FROM ${rows}`))
    left ||= !released.has(tuple(keyFrom(table, table.key, cells)))
  return left
}
