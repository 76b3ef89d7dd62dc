import { chunks } from '../chunks.ts'
import type { ErasedCounts, GoneCounts, RowKey } from '../contract.ts'
import { cutsOf } from '../cuts.ts'
import type { Changes, ErasurePlan, ErasureStep } from '../erasure-plan.ts'
import { type Catalog, type Table, tableName, tableOf } from './catalog.ts'
import { byKey, keyCells, keyFrom } from './keys.ts'
import { quote } from './literals.ts'
import { newValue } from './new-value.ts'
import type { Session } from './session.ts'

/** Keys per statement: they are written out. */
export const CHUNK_KEYS = 1_000

const plannedRows = (step: ErasureStep): number =>
  step.delete.length + step.change.reduce((sum, { keys }) => sum + keys.length, 0)

/** Runs the plan in the caller's transaction, one statement per chunk of keys. The counts are what the server reported. */
export async function erasePlan(session: Session, catalog: Catalog, plan: ErasurePlan): Promise<ErasedCounts> {
  for (const { collection, field } of cutsOf(catalog, plan)) {
    const step = plan.steps.find((one) => one.collection === collection)
    const table = tableOf(catalog, collection)
    for (const keys of chunks(step?.delete ?? [], CHUNK_KEYS))
      await session.run(update(catalog, table, [`t.${quote(field)} = NULL`], table.key, keys))
  }
  const counts: Record<string, ErasedCounts[string]> = {}
  for (const step of plan.steps) {
    const table = tableOf(catalog, step.collection)
    const fields: Record<string, number> = {}
    let changed = 0
    for (const changes of step.change) {
      const set = valuesOf(table, step, changes, plan.salt).map(({ field, sql }) => `t.${quote(field)} = ${sql}`)
      for (const keys of chunks(changes.keys, CHUNK_KEYS)) {
        const rows = await session.run(update(catalog, table, set, step.key, keys))
        changed += rows
        for (const field of Object.keys(changes.fields)) fields[field] = (fields[field] ?? 0) + rows
      }
    }
    let deleted = 0
    for (const keys of chunks(step.delete, CHUNK_KEYS))
      deleted += await session.run(
        `DELETE t FROM ${tableName(catalog, table)} AS t WHERE ${byKey(table, step.key, keys)}`,
      )
    counts[step.collection] = { planned: plannedRows(step), deleted, changed, fields }
  }
  return counts
}

const update = (
  catalog: Catalog,
  table: Table,
  set: readonly string[],
  key: readonly string[],
  keys: readonly RowKey[],
): string => `UPDATE ${tableName(catalog, table)} AS t SET ${set.join(', ')} WHERE ${byKey(table, key, keys)}`

const valuesOf = (table: Table, step: ErasureStep, { fields }: Changes, salt: string) =>
  Object.entries(fields).map(([field, change]) => newValue(table, field, change, step.key, salt))

/** Reads by key what the plan promised: deleted rows that exist, changed fields that hold anything but the new value. */
export async function stillThere(session: Session, catalog: Catalog, plan: ErasurePlan): Promise<GoneCounts> {
  const counts: Record<string, GoneCounts[string]> = {}
  for (const step of plan.steps) {
    const planned = plannedRows(step)
    const fields: Record<string, { stillThere: number }> = {}
    let still = 0
    for (const { differing, from } of readings(catalog, step, plan.salt)) {
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

type Reading = { changes: Changes | null; differing: ReturnType<typeof valuesOf>; from: string }

/** One statement per chunk of keys that finds the rows on which the plan was not carried out. */
function* readings(catalog: Catalog, step: ErasureStep, salt: string): Generator<Reading> {
  const table = tableOf(catalog, step.collection)
  const from = (keys: readonly RowKey[], condition: string) =>
    `FROM ${tableName(catalog, table)} AS t WHERE ${byKey(table, step.key, keys)} AND (${condition})`
  for (const keys of chunks(step.delete, CHUNK_KEYS)) yield { changes: null, differing: [], from: from(keys, 'TRUE') }
  for (const changes of step.change) {
    const differing = valuesOf(table, step, changes, salt)
    const any = differing.map(({ differs }) => differs).join(' OR ')
    for (const keys of chunks(changes.keys, CHUNK_KEYS)) yield { changes, differing, from: from(keys, any) }
  }
}

/** The plan, with only the rows on which it was not carried out. */
export async function remainingOf(session: Session, catalog: Catalog, plan: ErasurePlan): Promise<ErasurePlan> {
  const steps: ErasureStep[] = []
  for (const step of plan.steps) {
    const table = tableOf(catalog, step.collection)
    const left = { ...step, delete: [] as RowKey[], change: [] as Changes[] }
    for (const { changes, from } of readings(catalog, step, plan.salt)) {
      const found = await session.query(`SELECT ${keyCells(table, step.key)} ${from}`)
      const keys = found.map((cells) => keyFrom(table, step.key, cells))
      if (!changes) left.delete.push(...keys)
      else if (keys.length > 0) left.change.push({ fields: changes.fields, keys })
    }
    if (left.delete.length + left.change.length > 0) steps.push(left)
  }
  return { ...plan, steps }
}
