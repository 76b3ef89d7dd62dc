import { type ErasurePlan, removedRows } from '#domain/erasure/plan.ts'
import type { Obstacle, ObstacleKind } from '../contract.ts'
import { goesFirst, type Released, releasedBy, removedKeys } from '../cuts.ts'
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
  const { parent, child, readable } = foreignKey
  if (removedRows(plan.steps.find(({ collection }) => collection === parent)) === 0) return null
  const obstacle = (kind: ObstacleKind): Obstacle => ({ collection: parent, field: null, kind, blocking: true })
  if (!readable) return obstacle('permission')
  const released = await releasedBy(plan, child, (fields) => goesFirst(catalog, plan, foreignKey, fields))
  const table = tableOf(catalog, parent)
  for await (const keys of removedKeys(plan, parent, CHUNK_KEYS)) {
    const rows = `${tableName(catalog, table)} AS t JOIN ${foreignKey.childTable} AS c ON ${linkSql(foreignKey)} WHERE ${byKey(table, table.key, keys)}`
    if (await anyLeft(session, catalog, foreignKey, rows, released)) return obstacle('foreign_key')
  }
  return null
}

const linkSql = ({ childFields, parentFields }: ForeignKey): string =>
  childFields.map((field, index) => `c.${quote(field)} = t.${quote(parentFields[index] ?? '')}`).join(' AND ')

async function anyLeft(
  session: Session,
  catalog: Catalog,
  { child }: ForeignKey,
  rows: string,
  released: Released,
): Promise<boolean> {
  const table = child === null ? undefined : catalog.tables.get(child)
  if (!table || table.key.length === 0 || released.isEmpty)
    return (await session.query(`SELECT 1 FROM ${rows} LIMIT 1`)).length > 0
  let left = false // read to its end: the session goes on with its next question
  for await (const cells of session.stream(`SELECT ${keyCells(table, table.key, 'c')} FROM ${rows}`))
    left ||= !released.has(keyFrom(table, table.key, cells))
  return left
}
