import type pg from 'pg'
import { type Deed, deedsOf, type ErasurePlan, type ErasureStep, type Fields } from '#domain/erasure/plan.ts'
import { STATEMENT_KEYS } from '../chunks.ts'
import type { ErasedCounts, GoneCounts, Remaining, RowKey } from '../contract.ts'
import { cutsOf } from '../cuts.ts'
import { type Catalog, quote, type Table, tableName, tableOf } from './catalog.ts'
import { AS_TEXT, byKeys } from './keys.ts'
import { newValue } from './new-value.ts'

type Statement = { text: string; parameters: unknown[] }

const plannedRows = (step: ErasureStep): number => deedsOf(step).reduce((sum, { rows }) => sum + rows, 0)

/** Runs the plan in the caller's transaction, one statement per chunk of keys. The counts are what the server reported. */
export async function erasePlan(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<ErasedCounts> {
  await client.query('SET CONSTRAINTS ALL DEFERRED')
  for (const { collection, field, keys } of cutsOf(catalog, plan))
    for await (const some of keys(STATEMENT_KEYS))
      await run(client, cut(catalog, tableOf(catalog, collection), field, some))
  const counts: Record<string, ErasedCounts[string]> = {}
  for (const step of plan.steps) {
    const table = tableOf(catalog, step.collection)
    const fields: Record<string, number> = {}
    let [changed, deleted] = [0, 0]
    for (const deed of deedsOf(step))
      for await (const keys of deed.keys(STATEMENT_KEYS)) {
        const rows = await run(client, statement(catalog, table, step, deed, keys, plan.salt))
        if (deed.fields) changed += rows
        else deleted += rows
        for (const field of Object.keys(deed.fields ?? {})) fields[field] = (fields[field] ?? 0) + rows
      }
    counts[step.collection] = { planned: plannedRows(step), deleted, changed, fields }
  }
  // Deferred checks speak now, while this can still be rolled back and named, not at commit.
  await client.query('SET CONSTRAINTS ALL IMMEDIATE')
  return counts
}

const run = async (client: pg.PoolClient, { text, parameters }: Statement): Promise<number> =>
  (await client.query(text, parameters)).rowCount ?? 0

function statement(
  catalog: Catalog,
  table: Table,
  step: ErasureStep,
  { fields }: Deed,
  keys: readonly RowKey[],
  salt: string,
): Statement {
  if (fields) return update(catalog, table, step, fields, keys, salt)
  const { others, where, parameters } = byKeys(table, step.key, keys)
  return { text: `DELETE FROM ${tableName(catalog, table)} t${also('USING', others)} WHERE ${where}`, parameters }
}

const also = (word: string, others: string | null): string => (others === null ? '' : ` ${word} ${others}`)

function cut(catalog: Catalog, table: Table, field: string, keys: readonly RowKey[]): Statement {
  const { others, where, parameters } = byKeys(table, table.key, keys)
  const set = `${quote(field)} = NULL${also('FROM', others)}`
  return { text: `UPDATE ${tableName(catalog, table)} t SET ${set} WHERE ${where}`, parameters }
}

/** Each field with its new value; `$n` for values follow those of the keys. */
function valuesOf(table: Table, step: ErasureStep, fields: Fields, salt: string) {
  const parameters: unknown[] = []
  const values = Object.entries(fields).map(([field, change]) => {
    const value = newValue(table, field, change, step.key, salt, step.key.length + parameters.length + 1)
    parameters.push(...value.parameters)
    return { field, ...value }
  })
  return { values, parameters }
}

function update(
  catalog: Catalog,
  table: Table,
  step: ErasureStep,
  fields: Fields,
  keys: readonly RowKey[],
  salt: string,
): Statement {
  const rows = byKeys(table, step.key, keys)
  const { values, parameters } = valuesOf(table, step, fields, salt)
  const set = values.map(({ field, sql }) => `${quote(field)} = ${sql}`).join(', ')
  return {
    text: `UPDATE ${tableName(catalog, table)} t SET ${set}${also('FROM', rows.others)} WHERE ${rows.where}`,
    parameters: [...rows.parameters, ...parameters],
  }
}

/** Reads by key what the plan promised: deleted rows that exist, changed fields that hold anything but the new value. */
export async function stillThere(client: pg.PoolClient, catalog: Catalog, plan: ErasurePlan): Promise<GoneCounts> {
  const counts: Record<string, GoneCounts[string]> = {}
  for (const step of plan.steps) {
    const planned = plannedRows(step)
    const fields: Record<string, { stillThere: number }> = {}
    let still = 0
    for await (const { names, select, text, parameters } of readings(catalog, step, plan.salt)) {
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
  fields: Fields | null
}

/** One statement per chunk of keys that finds the rows on which the plan was not carried out. */
async function* readings(catalog: Catalog, step: ErasureStep, salt: string): AsyncGenerator<Reading> {
  const table = tableOf(catalog, step.collection)
  for (const deed of deedsOf(step)) {
    const { values, parameters } = valuesOf(table, step, deed.fields ?? {}, salt)
    const differs = values.map(({ sql, old }) => `${old} IS DISTINCT FROM ${sql}`)
    const each = differs.map((sql, index) => `count(*) FILTER (WHERE ${sql}) AS f${index}`)
    for await (const keys of deed.keys(STATEMENT_KEYS)) {
      const rows = byKeys(table, step.key, keys)
      yield {
        text: `FROM ${tableName(catalog, table)} t${also('CROSS JOIN', rows.others)} WHERE ${rows.where} AND (${differs.join(' OR ') || 'true'})`,
        parameters: [...rows.parameters, ...parameters],
        names: values.map(({ field }) => field),
        select: ['count(*) AS rows', ...each].join(', '),
        fields: deed.fields,
      }
    }
  }
}

/** The rows on which the plan was not carried out. */
export async function* remainingOf(
  client: pg.PoolClient,
  catalog: Catalog,
  plan: ErasurePlan,
): AsyncGenerator<Remaining> {
  for (const step of plan.steps) {
    const columns = step.key.map((name) => `t.${quote(name)}`).join(', ')
    for await (const { fields, text, parameters } of readings(catalog, step, plan.salt)) {
      const asked = { text: `SELECT ${columns} ${text}`, values: parameters, rowMode: 'array' as const, types: AS_TEXT }
      const { rows } = await client.query<string[]>(asked)
      if (rows.length > 0) yield { collection: step.collection, fields, keys: rows }
    }
  }
}
