import { byFate, byRow } from './fates.ts'
import { type ErasurePlan, type ErasureStep, erases, type Fate, type RowKey, STAYS } from './plan.ts'

/** A legal hold that stands. `field` null: the whole row; a row of which one field is on hold cannot be deleted. */
export type ActiveHold = {
  id: string
  collection: string
  field: string | null
  basis: string
  until: string | null
  /** null: every row of the collection */
  covers: ((key: RowKey) => boolean) | null
}

/** Takes what is on hold out of a plan, and remembers what would have been done to it. */
export async function applyHolds<P extends ErasurePlan>(plan: P, holds: readonly ActiveHold[]): Promise<P> {
  const steps = []
  for (const step of plan.steps) {
    const own = holds.filter(({ collection }) => collection === step.collection)
    steps.push(await underHolds(step, own, (fate) => fate))
  }
  return { ...plan, steps }
}

/** Rows are read only where a hold is on some of them. */
async function underHolds(
  step: ErasureStep,
  holds: readonly ActiveHold[],
  to: (fate: Fate) => Fate | null,
  after: (free: Fate, before: Fate) => Fate | null = (free) => free,
): Promise<ErasureStep> {
  const put = (before: Fate, standing: readonly ActiveHold[]) => {
    const fate = to(before)
    return fate && after(standing.reduce(putOn, fate), before)
  }
  if (holds.every(({ covers }) => covers === null)) return byFate(step, (fate) => put(fate, holds))
  return byRow(step, ({ key, fate }) =>
    put(
      fate,
      holds.filter(({ covers }) => covers === null || covers(key)),
    ),
  )
}

function putOn(fate: Fate, { id: holdId, field, basis, until }: ActiveHold): Fate {
  if (!erases(fate)) return fate
  const hold = { holdId, basis, until }
  if (fate.remove || field === null) {
    const onHold = [...fate.onHold, { ...hold, erase: fate.remove ? null : fate.change }]
    return { ...fate, remove: false, change: null, onHold }
  }
  const all = Object.entries(fate.change ?? {})
  const held = all.filter(([name]) => name === field || name.startsWith(`${field}.`))
  if (held.length === 0) return fate
  const rest = all.filter((one) => !held.includes(one))
  const change = rest.length > 0 ? Object.fromEntries(rest) : null
  return { ...fate, change, onHold: [...fate.onHold, { ...hold, erase: Object.fromEntries(held) }] }
}

/**
 * What may go now, of a plan that was carried out around its holds. `released`: only those rows, to be carried out.
 * `after`: the whole plan as it then stands. A row another hold covers too stays.
 */
export async function releaseHolds<P extends ErasurePlan>(
  plan: P,
  active: readonly ActiveHold[],
): Promise<{ released: P; after: P }> {
  const standing = new Set(active.map(({ id }) => id))
  const free = (fate: Fate) => freedOf(fate, standing)
  const [released, after]: [ErasureStep[], ErasureStep[]] = [[], []]
  for (const step of plan.steps) {
    const own = active.filter(({ collection }) => collection === step.collection)
    const freed = await underHolds(step, own, free, (fate) => (erases(fate) ? fate : null))
    if (freed.fates.size > 0) released.push(freed)
    after.push(
      await underHolds(step, own, free, (fate, before) => ({
        ...before,
        remove: before.remove || fate.remove,
        change: fate.remove ? null : fate.change ? { ...before.change, ...fate.change } : before.change,
        onHold: [...before.onHold.filter(({ holdId }) => standing.has(holdId)), ...fate.onHold],
      })),
    )
  }
  return { released: { ...plan, steps: released }, after: { ...plan, steps: after } }
}

function freedOf({ onHold }: Fate, standing: ReadonlySet<string>): Fate {
  const lifted = onHold.filter(({ holdId }) => !standing.has(holdId))
  const remove = lifted.some(({ erase }) => erase === null)
  const fields = Object.assign({}, ...lifted.map(({ erase }) => erase))
  return { ...STAYS, remove, change: !remove && Object.keys(fields).length > 0 ? fields : null }
}
