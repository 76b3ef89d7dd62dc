import type pg from 'pg'
import { chunks } from '../chunks.ts'
import type { ErasedCounts, GoneCounts } from '../contract.ts'
import type { Changes, ErasurePlan, ErasureStep } from '../erasure-plan.ts'
import { type Catalog, quote, type Table, tableName, tableOf } from './catalog.ts'
import { keyRelation, newValue, sameKey } from './keys.ts'

type Statement = { text: string; parameters: unknown[] }

const plannedRows = (step: ErasureStep): number =>
  step.delete.length + step.change.reduce((sum, { keys }) => sum + keys.length, 0)

/** Runs the plan in the caller's transaction, one statement per chunk of keys. The counts are what the server reported. */
export async function erasePlan(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<ErasedCounts> {
  await client.query('SET CONSTRAINTS ALL DEFERRED')
  const counts: Record<string, ErasedCounts[string]> = {}
  for (const step of plan.steps) {
    const table = tableOf(catalog, step.collection)
    let changed = 0
    for (const changes of step.change)
      for (const keys of chunks(changes.keys))
        changed += await run(client, update(catalog, table, step, { ...changes, keys }, plan.salt))
    let deleted = 0
    for (const keys of chunks(step.delete)) deleted += await run(client, remove(catalog, table, step, keys))
    counts[step.collection] = { planned: plannedRows(step), deleted, changed }
  }
  // Deferred checks speak now, while this can still be rolled back and named, not at commit.
  await client.query('SET CONSTRAINTS ALL IMMEDIATE')
  return counts
}

const run = async (client: pg.PoolClient, { text, parameters }: Statement): Promise<number> =>
  (await client.query(text, parameters)).rowCount ?? 0

function remove(catalog: Catalog, table: Table, step: ErasureStep, keys: ErasureStep['delete']): Statement {
  const relation = keyRelation(step.key, keys, 1)
  return {
    text: `DELETE FROM ${tableName(catalog, table)} t USING ${relation.sql} WHERE ${sameKey(table, step.key)}`,
    parameters: relation.parameters,
  }
}

/** Each field with its new value; `$n` for values follow those of the keys. */
function valuesOf(table: Table, step: ErasureStep, { fields }: Changes, salt: string) {
  const parameters: unknown[] = []
  const values = Object.entries(fields).map(([field, change]) => {
    const value = newValue(table, field, change, step.key, salt, step.key.length + parameters.length + 1)
    parameters.push(...value.parameters)
    return { field, sql: value.sql }
  })
  return { values, parameters }
}

function update(catalog: Catalog, table: Table, step: ErasureStep, changes: Changes, salt: string): Statement {
  const relation = keyRelation(step.key, changes.keys, 1)
  const { values, parameters } = valuesOf(table, step, changes, salt)
  const set = values.map(({ field, sql }) => `${quote(field)} = ${sql}`).join(', ')
  return {
    text: `UPDATE ${tableName(catalog, table)} t SET ${set} FROM ${relation.sql} WHERE ${sameKey(table, step.key)}`,
    parameters: [...relation.parameters, ...parameters],
  }
}

/** Reads by key what the plan promised: deleted rows that exist, changed fields that hold anything but the new value. */
export async function stillThere(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<GoneCounts> {
  const counts: Record<string, GoneCounts[string]> = {}
  for (const step of plan.steps) {
    const table = tableOf(catalog, step.collection)
    const planned = plannedRows(step)
    let still = 0
    for (const keys of chunks(step.delete))
      still += await count(client, catalog, table, step, keys, { sql: 'true', parameters: [] })
    for (const changes of step.change) {
      const { values, parameters } = valuesOf(table, step, changes, plan.salt)
      const sql = values.map(({ field, sql }) => `t.${quote(field)}::text IS DISTINCT FROM ${sql}`).join(' OR ')
      for (const keys of chunks(changes.keys))
        still += await count(client, catalog, table, step, keys, { sql, parameters })
    }
    counts[step.collection] = { planned, gone: planned - still, stillThere: still }
  }
  return counts
}

async function count(
  client: pg.PoolClient,
  catalog: Catalog,
  table: Table,
  step: ErasureStep,
  keys: ErasureStep['delete'],
  condition: { sql: string; parameters: unknown[] },
): Promise<number> {
  const relation = keyRelation(step.key, keys, 1)
  const { rows } = await client.query<{ rows: string }>(
    `SELECT count(*) AS rows FROM ${relation.sql} JOIN ${tableName(catalog, table)} t ON ${sameKey(table, step.key)} WHERE ${condition.sql}`,
    [...relation.parameters, ...condition.parameters],
  )
  return Number(rows[0]?.rows ?? 0)
}
