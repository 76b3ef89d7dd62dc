import type { Change } from '#domain/dataset/dataset.ts'
import { type ErasureStep, type Held, type Kept, keyName, type LegalHeld, type RowKey } from './plan.ts'

type Fields = Readonly<Record<string, Change>>
export type OnHold = Omit<LegalHeld, 'keys'>
/** What an erasure does with one row. */
export type Fate = {
  key: RowKey
  remove: boolean
  change: Fields | null
  kept: readonly Omit<Kept, 'keys'>[]
  held: Held['why'] | null
  onHold: readonly OnHold[]
}

export const erases = ({ remove, change }: Fate): boolean => remove || change !== null

/** A step row by row, by `keyName`. */
export function fatesOf(step: ErasureStep): Map<string, Fate> {
  const fates = new Map<string, Fate>()
  const put = (keys: readonly RowKey[], to: (fate: Fate) => Partial<Fate>) => {
    for (const key of keys) {
      const name = keyName(key)
      const fate = fates.get(name) ?? { key, remove: false, change: null, kept: [], held: null, onHold: [] }
      fates.set(name, { ...fate, ...to(fate) })
    }
  }
  put(step.delete, () => ({ remove: true }))
  for (const { fields, keys } of step.change) put(keys, () => ({ change: fields }))
  for (const { keys, ...kept } of step.kept) put(keys, (fate) => ({ kept: [...fate.kept, kept] }))
  for (const { why, keys } of step.held) put(keys, () => ({ held: why }))
  for (const { keys, ...onHold } of step.onHold ?? []) put(keys, (fate) => ({ onHold: [...fate.onHold, onHold] }))
  return fates
}

/** The other way round: rows with the same fate share one entry. */
export function stepOf(step: ErasureStep, fates: Iterable<Fate>): ErasureStep {
  const deleted: RowKey[] = []
  const change = new Groups<{ fields: Fields }>()
  const kept = new Groups<Omit<Kept, 'keys'>>()
  const held = new Groups<{ why: Held['why'] }>()
  const onHold = new Groups<OnHold>()
  for (const fate of fates) {
    if (fate.remove) deleted.push(fate.key)
    if (fate.change) change.add({ fields: fate.change }, fate.key)
    if (fate.held) held.add({ why: fate.held }, fate.key)
    for (const one of fate.kept) kept.add(one, fate.key)
    for (const one of fate.onHold) onHold.add(one, fate.key)
  }
  return {
    ...step,
    delete: deleted,
    change: change.list(),
    kept: kept.list(),
    held: held.list(),
    onHold: onHold.list(),
  }
}

class Groups<T extends object> {
  readonly #groups = new Map<string, T & { keys: RowKey[] }>()

  add(what: T, key: RowKey): void {
    const name = JSON.stringify(what)
    const group = this.#groups.get(name) ?? { ...what, keys: [] }
    this.#groups.set(name, group)
    group.keys.push(key)
  }

  list(): (T & { keys: RowKey[] })[] {
    return [...this.#groups.values()]
  }
}
