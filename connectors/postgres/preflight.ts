import type pg from 'pg'
import { deedsOf, type ErasurePlan, removedRows } from '#domain/erasure/plan.ts'
import { STATEMENT_KEYS } from '../chunks.ts'
import type { Obstacle, ObstacleKind, RowKey } from '../contract.ts'
import { goesFirst, type Released, releasedBy, removedKeys } from '../cuts.ts'
import { hidesRows, schemaObstacles } from '../obstacles.ts'
import { type Catalog, columnOf, type ForeignKey, quote, tableName, tableOf } from './catalog.ts'
import { AS_TEXT, byKeys } from './keys.ts'
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
  for (const { collection, ...step } of plan.steps)
    for (const [field, to] of deedsOf({ ...step, collection }).flatMap(({ fields }) => Object.entries(fields ?? {}))) {
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
  const { parent, child, readable } = foreignKey
  if (removedRows(plan.steps.find(({ collection }) => collection === parent)) === 0) return null
  const obstacle = (kind: ObstacleKind): Obstacle => ({ collection: parent, field: null, kind, blocking: true })
  if (!readable) return obstacle('permission')
  const released = await releasedBy(plan, child, (fields) => goesFirst(catalog, plan, foreignKey, fields))
  for await (const keys of removedKeys(plan, parent, STATEMENT_KEYS))
    if (await stillNamed(client, catalog, foreignKey, keys, released)) return obstacle('foreign_key')
  return null
}

async function stillNamed(
  client: pg.PoolClient,
  catalog: Catalog,
  { child, childTable, childFields, parent, parentFields }: ForeignKey,
  keys: readonly RowKey[],
  released: Released,
): Promise<boolean> {
  const parentTable = tableOf(catalog, parent)
  const { others, where, parameters } = byKeys(parentTable, parentTable.key, keys)
  const link = childFields
    .map((field, index) => `c.${quote(field)} = t.${quote(parentFields[index] ?? '')}`)
    .join(' AND ')
  const beside = others === null ? '' : `CROSS JOIN ${others}`
  const from = `FROM ${tableName(catalog, parentTable)} t ${beside} JOIN ${childTable} c ON ${link} WHERE ${where}`
  const childKey = child === null ? [] : tableOf(catalog, child).key
  if (childKey.length === 0 || released.isEmpty)
    return (await client.query(`SELECT ${from} LIMIT 1`, parameters)).rows.length > 0
  const columns = childKey.map((name) => `c.${quote(name)}`).join(', ')
  await client.query(`DECLARE naming CURSOR FOR SELECT ${columns} ${from}`, parameters)
  const fetch = { text: `FETCH ${STATEMENT_KEYS} FROM naming`, rowMode: 'array' as const, types: AS_TEXT }
  let isLeft = false
  for (let rows: string[][] = [[]]; rows.length > 0 && !isLeft; isLeft = rows.some((key) => !released.has(key)))
    rows = (await client.query<string[]>(fetch)).rows
  await client.query('CLOSE naming')
  return isLeft
}
