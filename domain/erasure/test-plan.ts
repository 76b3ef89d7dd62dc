import type { Change } from '#domain/dataset/dataset.ts'
import { deedsOf, type ErasurePlan, type ErasureStep, type Fate, type Link, type RowKey, STAYS } from './plan.ts'
import { type Lines, memoryLines, PlanWriter } from './plan-file.ts'

type Fields = Readonly<Record<string, Change>>
/** A step with every key written out, as it is told in a test. */
export type Listed = {
  collection: string
  key: readonly string[]
  delete: readonly RowKey[]
  change: readonly { fields: Fields; keys: readonly RowKey[] }[]
  kept: readonly (Fate['kept'][number] & { keys: readonly RowKey[] })[]
  held: readonly { why: NonNullable<Fate['held']>; keys: readonly RowKey[] }[]
  onHold: readonly (Fate['onHold'][number] & { keys: readonly RowKey[] })[]
  /** by the row's key */
  names?: Readonly<Record<string, readonly Link[]>>
}

type Told = Pick<Listed, 'collection'> & Partial<Listed>
type PlanFacts = Partial<Pick<ErasurePlan, 'dataset' | 'salt' | 'foreignKeys' | 'obstacles'>>

/** A plan of a few rows. */
export async function planOf(
  told: readonly Told[],
  facts: PlanFacts = {},
  lines: Lines = memoryLines(),
): Promise<ErasurePlan> {
  const writer = new PlanWriter(lines)
  for (const step of told) {
    const rows = new Map<string, { key: RowKey; fate: Fate }>()
    const put = (keys: readonly RowKey[], to: (fate: Fate) => Partial<Fate>) => {
      for (const key of keys) {
        const { fate } = rows.get(key.join()) ?? { fate: STAYS }
        rows.set(key.join(), { key, fate: { ...fate, ...to(fate) } })
      }
    }
    put(step.delete ?? [], () => ({ remove: true }))
    for (const { fields, keys } of step.change ?? []) put(keys, () => ({ change: fields }))
    for (const { keys, ...kept } of step.kept ?? []) put(keys, (fate) => ({ kept: [...fate.kept, kept] }))
    for (const { why, keys } of step.held ?? []) put(keys, () => ({ held: why }))
    for (const { keys, ...hold } of step.onHold ?? []) put(keys, (fate) => ({ onHold: [...fate.onHold, hold] }))
    for (const { key, fate } of rows.values())
      await writer.add(step.collection, { key, fate, owner: null, names: step.names?.[key.join()] ?? [], named: [] })
  }
  const plan = { dataset: 'd', salt: 'salt', foreignKeys: [], obstacles: [], ...facts }
  return writer.finish(
    plan,
    told.map(({ collection, key = ['id'] }) => ({ collection, key })),
  )
}

const inOrder = (keys: RowKey[]) =>
  keys.sort((one, other) => one.join().localeCompare(other.join(), 'en', { numeric: true }))

/** The other way round, keys in order. */
export async function listed(step: ErasureStep): Promise<Listed> {
  const keysWith = async (isMeant: (fate: Fate) => boolean) => {
    const keys: RowKey[] = []
    for await (const rows of step.rows()) for (const { key, fate } of rows) if (isMeant(fate)) keys.push(key)
    return inOrder(keys)
  }
  const groups = async <T>(of: (fate: Fate) => readonly T[]) => {
    const told = [...new Set([...step.fates.keys()].flatMap(of).map((one) => JSON.stringify(one)))]
    return Promise.all(
      told.map(async (text) => ({
        ...(JSON.parse(text) as T),
        keys: await keysWith((fate) => of(fate).some((one) => JSON.stringify(one) === text)),
      })),
    )
  }
  return {
    collection: step.collection,
    key: step.key,
    delete: await keysWith(({ remove }) => remove),
    change: await groups(({ change }) => (change ? [{ fields: change }] : [])),
    kept: await groups(({ kept }) => kept),
    held: await groups(({ held }) => (held ? [{ why: held }] : [])),
    onHold: await groups(({ onHold }) => onHold),
  }
}

export async function listedIn({ steps }: ErasurePlan, collection: string): Promise<Listed | undefined> {
  const step = steps.find((one) => one.collection === collection)
  return step && listed(step)
}

/** What would be changed, by field. */
export const changedFields = (step: ErasureStep): string[] =>
  deedsOf(step).flatMap(({ fields }) => Object.keys(fields ?? {}))
