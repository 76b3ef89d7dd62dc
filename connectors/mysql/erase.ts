import { type Deed, deedsOf, type ErasurePlan, type ErasureStep, type Fields } from '#domain/erasure/plan.ts'
import type { ErasedCounts, GoneCounts, Remaining, RowKey } from '../contract.ts'
import { cutsOf } from '../cuts.ts'
import { type Catalog, type Table, tableName, tableOf } from './catalog.ts'
import { byKey, keyCells, keyFrom } from './keys.ts'
import { quote } from './literals.ts'
import { newValue } from './new-value.ts'
import type { Session } from './session.ts'

/** Keys per statement: they are written out. */
export const CHUNK_KEYS = 1_000

const plannedRows = (step: ErasureStep): number => deedsOf(step).reduce((sum, { rows }) => sum + rows, 0)

/** Runs the plan in the caller's transaction, one statement per chunk of keys. The counts are what the server reported. */
export async function erasePlan(session: Session, catalog: Catalog, plan: ErasurePlan): Promise<ErasedCounts> {
  for (const { collection, field, keys } of cutsOf(catalog, plan)) {
    const table = tableOf(catalog, collection)
    for await (const some of keys(CHUNK_KEYS))
      await session.run(update(catalog, table, [`t.${quote(field)} = NULL`], table.key, some))
  }
  const counts: Record<string, ErasedCounts[string]> = {}
  for (const step of plan.steps) {
    const fields: Record<string, number> = {}
    let [changed, deleted] = [0, 0]
    for (const deed of deedsOf(step)) {
      const write = statement(catalog, step, deed, plan.salt)
      for await (const keys of deed.keys(CHUNK_KEYS)) {
        const rows = await session.run(write(keys))
        if (deed.fields) changed += rows
        else deleted += rows
        for (const field of Object.keys(deed.fields ?? {})) fields[field] = (fields[field] ?? 0) + rows
      }
    }
    counts[step.collection] = { planned: plannedRows(step), deleted, changed, fields }
  }
  return counts
}

function statement(catalog: Catalog, step: ErasureStep, { fields }: Deed, salt: string) {
  const table = tableOf(catalog, step.collection)
  if (!fields)
    return (keys: readonly RowKey[]) =>
      `DELETE t FROM ${tableName(catalog, table)} AS t WHERE ${byKey(table, step.key, keys)}`
  const set = valuesOf(table, step, fields, salt).map(({ field, sql }) => `t.${quote(field)} = ${sql}`)
  return (keys: readonly RowKey[]) => update(catalog, table, set, step.key, keys)
}

const update = (
  catalog: Catalog,
  table: Table,
  set: readonly string[],
  key: readonly string[],
  keys: readonly RowKey[],
): string => `UPDATE ${tableName(catalog, table)} AS t SET ${set.join(', ')} WHERE ${byKey(table, key, keys)}`

const valuesOf = (table: Table, step: ErasureStep, fields: Fields, salt: string) =>
  Object.entries(fields).map(([field, change]) => newValue(table, field, change, step.key, salt))

/** Reads by key what the plan promised: deleted rows that exist, changed fields that hold anything but the new value. */
export async function stillThere(session: Session, catalog: Catalog, plan: ErasurePlan): Promise<GoneCounts> {
  const counts: Record<string, GoneCounts[string]> = {}
  for (const step of plan.steps) {
    const planned = plannedRows(step)
    const fields: Record<string, { stillThere: number }> = {}
    let still = 0
    for await (const { differing, from } of readings(catalog, step, plan.salt)) {
      const each = differing.map(({ differs }) => `COALESCE(SUM(${differs}), 0)`)
      const [row = []] = await session.query(`SELECT ${['COUNT(*)', ...each].join(', ')} ${from}`)
      const [rows = 0, ...others] = row.map((cell) => Number(cell?.toString('latin1') ?? 0))
      still += rows
      for (const [index, { field }] of differing.entries())
        fields[field] = { stillThere: (fields[field]?.stillThere ?? 0) + (others[index] ?? 0) }
    }
    counts[step.collection] = { planned, gone: planned - still, stillThere: still, fields }
  }
  return counts
}

type Reading = { fields: Fields | null; differing: ReturnType<typeof valuesOf>; from: string }

/** One statement per chunk of keys that finds the rows on which the plan was not carried out. */
async function* readings(catalog: Catalog, step: ErasureStep, salt: string): AsyncGenerator<Reading> {
  const table = tableOf(catalog, step.collection)
  for (const { fields, keys } of deedsOf(step)) {
    const differing = valuesOf(table, step, fields ?? {}, salt)
    const any = differing.map(({ differs }) => differs).join(' OR ') || 'TRUE'
    for await (const some of keys(CHUNK_KEYS)) {
      const from = `FROM ${tableName(catalog, table)} AS t WHERE ${byKey(table, step.key, some)} AND (${any})`
      yield { fields, differing, from }
    }
  }
}

/** The rows on which the plan was not carried out. */
export async function* remainingOf(session: Session, catalog: Catalog, plan: ErasurePlan): AsyncGenerator<Remaining> {
  for (const step of plan.steps) {
    const table = tableOf(catalog, step.collection)
    for await (const { fields, from } of readings(catalog, step, plan.salt)) {
      const found = await session.query(`SELECT ${keyCells(table, step.key)} ${from}`)
      const keys = found.map((cells) => keyFrom(table, step.key, cells))
      if (keys.length > 0) yield { collection: step.collection, fields, keys }
    }
  }
}
