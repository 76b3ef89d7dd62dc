import { erases, type Fate, fatesOf, stepOf } from './fates.ts'
import type { ErasurePlan, RowKey } from './plan.ts'

/** A legal hold that stands. `field` null: the whole row; a row of which one field is on hold cannot be deleted. */
export type ActiveHold = {
  id: string
  collection: string
  field: string | null
  basis: string
  until: string | null
  covers: (key: RowKey) => boolean
}

/** Takes what is on hold out of a plan, and remembers what would have been done to it. */
export function applyHolds<P extends ErasurePlan>(plan: P, holds: readonly ActiveHold[]): P {
  const steps = plan.steps.map((step) => {
    const own = holds.filter(({ collection }) => collection === step.collection)
    if (own.length === 0) return step
    return stepOf(
      step,
      [...fatesOf(step).values()].map((fate) => own.reduce(put, fate)),
    )
  })
  return { ...plan, steps }
}

function put(fate: Fate, { id: holdId, field, basis, until, covers }: ActiveHold): Fate {
  if (!erases(fate) || !covers(fate.key)) return fate
  const hold = { holdId, basis, until }
  if (fate.remove || field === null) {
    const onHold = [...fate.onHold, { ...hold, erase: fate.remove ? null : fate.change }]
    return { ...fate, remove: false, change: null, onHold }
  }
  const { [field]: held, ...rest } = fate.change ?? {}
  if (!held) return fate
  const change = Object.keys(rest).length > 0 ? rest : null
  return { ...fate, change, onHold: [...fate.onHold, { ...hold, erase: { [field]: held } }] }
}

/**
 * What may go now, of a plan that was carried out around its holds. `released`: only those rows, to be carried out.
 * `after`: the whole plan as it then stands. A row another hold covers too stays.
 */
export function releaseHolds<P extends ErasurePlan>(plan: P, active: readonly ActiveHold[]): { released: P; after: P } {
  const standing = new Set(active.map(({ id }) => id))
  const released = []
  const after = []
  for (const step of plan.steps) {
    const own = active.filter(({ collection }) => collection === step.collection)
    const [freed, all]: [Fate[], Fate[]] = [[], []]
    for (const fate of fatesOf(step).values()) {
      const free = own.reduce(put, freedOf(fate, standing))
      const rest = fate.onHold.filter(({ holdId }) => standing.has(holdId))
      if (erases(free)) freed.push(free)
      all.push({
        ...fate,
        remove: fate.remove || free.remove,
        change: free.remove ? null : free.change ? { ...fate.change, ...free.change } : fate.change,
        onHold: [...rest, ...free.onHold],
      })
    }
    if (freed.length > 0) released.push(stepOf(step, freed))
    after.push(stepOf(step, all))
  }
  return { released: { ...plan, steps: released }, after: { ...plan, steps: after } }
}

function freedOf({ key, onHold }: Fate, standing: ReadonlySet<string>): Fate {
  const lifted = onHold.filter(({ holdId }) => !standing.has(holdId))
  const remove = lifted.some(({ erase }) => erase === null)
  const fields = Object.assign({}, ...lifted.map(({ erase }) => erase))
  const change = !remove && Object.keys(fields).length > 0 ? fields : null
  return { key, remove, change, kept: [], held: null, onHold: [] }
}
