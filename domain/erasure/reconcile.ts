import type { Change } from '#domain/dataset/dataset.ts'
import { erases, type Fate, fatesOf, stepOf } from './fates.ts'
import type { ErasurePlan, ErasureStep } from './plan.ts'

/** What happened to the rows since the plan was approved: new ones, those now left, and those that are gone or no longer theirs. */
export type SinceApproval = { added: number; left: number; vanished: number }

/** A plan as it was read again: with what was found of each collection, and how it differs from the approved one. */
export type RereadPlan = ErasurePlan & {
  found: Readonly<Record<string, number>>
  since: Readonly<Record<string, SinceApproval>>
}

export type Reconciled = {
  plan: ErasurePlan
  since: ReadonlyMap<string, SinceApproval>
}

/**
 * The plan that is carried out: the rows as they are now, and nothing done to any of them that was not approved.
 * - A row that came since and is the person's own falls under the same rules and is erased too (`added`).
 * - A row that may be erased less than approved (shared now, kept now, fewer fields) is erased less (`left`).
 * - A row that was to stay stays, also where the rules would now let it go: nobody has agreed to that.
 * - A row that is no longer found is left alone (`vanished`).
 */
export function reconcile(approved: ErasurePlan, fresh: ErasurePlan): Reconciled {
  const before = new Map(approved.steps.map((step) => [step.collection, step]))
  const since = new Map<string, SinceApproval>()
  const steps = fresh.steps.map((step) => {
    const { settled, changes } = settleStep(before.get(step.collection), step)
    since.set(step.collection, changes)
    return settled
  })
  for (const step of approved.steps)
    if (!since.has(step.collection)) since.set(step.collection, { added: 0, left: 0, vanished: erasedRows(step) })
  return { plan: { ...fresh, steps }, since }
}

const erasedRows = (step: ErasureStep): number =>
  step.delete.length + step.change.reduce((sum, { keys }) => sum + keys.length, 0)

function settleStep(before: ErasureStep | undefined, step: ErasureStep) {
  const approved = before ? fatesOf(before) : new Map<string, Fate>()
  const fresh = fatesOf(step)
  const changes: SinceApproval = { added: 0, left: 0, vanished: 0 }
  const fates = [...fresh].map(([name, fate]) => {
    const { settled, note } = settle(approved.get(name), fate)
    if (note) changes[note] += 1
    return settled
  })
  changes.vanished = [...approved].filter(([name, fate]) => erases(fate) && !fresh.has(name)).length
  return { settled: stepOf(step, fates), changes }
}

function settle(approved: Fate | undefined, fresh: Fate): { settled: Fate; note: 'added' | 'left' | null } {
  if (!approved) return { settled: fresh, note: erases(fresh) ? 'added' : null }
  if (approved.remove) return { settled: fresh, note: fresh.remove ? null : 'left' }
  if (!approved.change) return { settled: erases(fresh) ? approved : fresh, note: null }
  if (fresh.remove) return { settled: approved, note: null }
  if (!fresh.change) return { settled: fresh, note: 'left' }
  const common = both(approved.change, fresh.change)
  const fewer = Object.keys(common).length < Object.keys(approved.change).length
  if (Object.keys(common).length === 0) return { settled: approved, note: null }
  return { settled: { ...fresh, change: common }, note: fewer ? 'left' : null }
}

const both = (one: Readonly<Record<string, Change>>, other: Readonly<Record<string, Change>>) =>
  Object.fromEntries(
    Object.entries(other).filter(([field, change]) => JSON.stringify(one[field]) === JSON.stringify(change)),
  )
