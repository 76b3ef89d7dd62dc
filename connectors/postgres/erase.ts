import type pg from 'pg'
import type { ErasedCounts, GoneCounts, RowKey } from '../contract.ts'
import { cutsOf } from '../cuts.ts'
import type { Changes, ErasurePlan, ErasureStep } from '../erasure-plan.ts'
import { type Catalog, quote, type Table, tableName, tableOf } from './catalog.ts'
import { keyRelation, sameKey, statementKeys } from './keys.ts'
import { newValue } from './new-value.ts'

type Statement = { text: string; parameters: unknown[] }

const plannedRows = (step: ErasureStep): number =>
  step.delete.length + step.change.reduce((sum, { keys }) => sum + keys.length, 0)

/** Runs the plan in the caller's transaction, one statement per chunk of keys. The counts are what the server reported. */
export async function erasePlan(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<ErasedCounts> {
  await client.query('SET CONSTRAINTS ALL DEFERRED')
  for (const { collection, field } of cutsOf(catalog, plan)) {
    const step = plan.steps.find((one) => one.collection === collection)
    for (const keys of statementKeys(step?.delete ?? []))
      if (step) await run(client, cut(catalog, tableOf(catalog, collection), step, field, keys))
  }
  const counts: Record<string, ErasedCounts[string]> = {}
  for (const step of plan.steps) {
    const table = tableOf(catalog, step.collection)
    const fields: Record<string, number> = {}
    let changed = 0
    for (const changes of step.change)
      for (const keys of statementKeys(changes.keys)) {
        const rows = await run(client, update(catalog, table, step, { ...changes, keys }, plan.salt))
        changed += rows
        for (const field of Object.keys(changes.fields)) fields[field] = (fields[field] ?? 0) + rows
      }
    let deleted = 0
    for (const keys of statementKeys(step.delete)) deleted += await run(client, remove(catalog, table, step, keys))
    counts[step.collection] = { planned: plannedRows(step), deleted, changed, fields }
  }
  // Deferred checks speak now, while this can still be rolled back and named, not at commit.
  await client.query('SET CONSTRAINTS ALL IMMEDIATE')
  return counts
}

const run = async (client: pg.PoolClient, { text, parameters }: Statement): Promise<number> =>
  (await client.query(text, parameters)).rowCount ?? 0

function remove(catalog: Catalog, table: Table, step: ErasureStep, keys: readonly RowKey[]): Statement {
  const relation = keyRelation(step.key, keys, 1)
  return {
    text: `DELETE FROM ${tableName(catalog, table)} t USING ${relation.sql} WHERE ${sameKey(table, step.key)}`,
    parameters: relation.parameters,
  }
}

function cut(catalog: Catalog, table: Table, step: ErasureStep, field: string, keys: readonly RowKey[]): Statement {
  const relation = keyRelation(step.key, keys, 1)
  return {
    text: `UPDATE ${tableName(catalog, table)} t SET ${quote(field)} = NULL FROM ${relation.sql} WHERE ${sameKey(table, step.key)}`,
    parameters: relation.parameters,
  }
}

/** Each field with its new value; `$n` for values follow those of the keys. */
function valuesOf(table: Table, step: ErasureStep, { fields }: Changes, salt: string) {
  const parameters: unknown[] = []
  const values = Object.entries(fields).map(([field, change]) => {
    const value = newValue(table, field, change, step.key, salt, step.key.length + parameters.length + 1)
    parameters.push(...value.parameters)
    return { field, ...value }
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
    const planned = plannedRows(step)
    const fields: Record<string, { stillThere: number }> = {}
    let still = 0
    for (const { names, select, text, parameters } of readings(catalog, step, plan.salt)) {
      const { rows } = await client.query<Record<string, string>>(`SELECT ${select} ${text}`, parameters)
      still += Number(rows[0]?.['rows'] ?? 0)
      for (const [index, field] of names.entries()) {
        const before = fields[field]?.stillThere ?? 0
        fields[field] = { stillThere: before + Number(rows[0]?.[`f${index}`] ?? 0) }
      }
    }
    counts[step.collection] = { planned, gone: planned - still, stillThere: still, fields }
  }
  return counts
}

type Reading = Statement & {
  names: readonly string[]
  /** counts, in all and for each of `names` */
  select: string
  changes: Changes | null
}

/** One statement per chunk of keys that finds the rows on which the plan was not carried out. */
function* readings(catalog: Catalog, step: ErasureStep, salt: string): Generator<Reading> {
  const table = tableOf(catalog, step.collection)
  const from = (keys: readonly RowKey[], condition: string) => {
    const relation = keyRelation(step.key, keys, 1)
    const text = `FROM ${relation.sql} JOIN ${tableName(catalog, table)} t ON ${sameKey(table, step.key)} WHERE ${condition}`
    return { text, parameters: relation.parameters as unknown[] }
  }
  for (const keys of statementKeys(step.delete))
    yield { ...from(keys, 'true'), names: [], select: 'count(*) AS rows', changes: null }
  for (const changes of step.change) {
    const { values, parameters } = valuesOf(table, step, changes, salt)
    const differs = values.map(({ sql, old }) => `${old} IS DISTINCT FROM ${sql}`)
    const each = differs.map((sql, index) => `count(*) FILTER (WHERE ${sql}) AS f${index}`)
    for (const keys of statementKeys(changes.keys)) {
      const found = from(keys, differs.join(' OR '))
      const names = values.map(({ field }) => field)
      const select = ['count(*) AS rows', ...each].join(', ')
      yield { ...found, parameters: [...found.parameters, ...parameters], names, select, changes }
    }
  }
}

/** The plan, with only the rows on which it was not carried out. */
export async function remainingOf(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<ErasurePlan> {
  const steps: ErasureStep[] = []
  for (const step of plan.steps) {
    const left = { ...step, delete: [] as RowKey[], change: [] as Changes[] }
    const columns = step.key.map((_name, index) => `k.k${index}`).join(', ')
    for (const { changes, text, parameters } of readings(catalog, step, plan.salt)) {
      const { rows } = await client.query<string[]>({
        text: `SELECT ${columns} ${text}`,
        values: parameters,
        rowMode: 'array',
      })
      if (!changes) left.delete.push(...rows)
      else if (rows.length > 0) left.change.push({ fields: changes.fields, keys: rows })
    }
    if (left.delete.length + left.change.length > 0) steps.push(left)
  }
  return { ...plan, steps }
}
