import type { Change } from '#domain/dataset/dataset.ts'
import {
  countOf,
  type ErasurePlan,
  type ErasureStep,
  erases,
  type Fate,
  keyName,
  PARTS,
  type PlannedRow,
} from './plan.ts'
import { Fates } from './plan-file.ts'

/** What happened to the rows since the plan was approved: new ones, those now left, and those that are gone or no longer theirs. */
export type SinceApproval = { added: number; left: number; vanished: number }

/** A plan as it was read again: with what was found of each collection, and how it differs from the approved one. */
export type RereadPlan = ErasurePlan & {
  found: Readonly<Record<string, number>>
  since: Readonly<Record<string, SinceApproval>>
}

/**
 * The plan that is carried out: the rows as they are now, and nothing done to any of them that was not approved.
 * - A row that came since and is the person's own falls under the same rules and is erased too (`added`).
 * - A row that may be erased less than approved (shared now, kept now, fewer fields) is erased less (`left`).
 * - A row that was to stay stays, also where the rules would now let it go: nobody has agreed to that.
 * - A row that is no longer found is left alone (`vanished`).
 */
export async function reconcile<P extends ErasurePlan>(
  approved: ErasurePlan,
  fresh: P,
): Promise<P & Pick<RereadPlan, 'since'>> {
  const before = new Map(approved.steps.map((step) => [step.collection, step]))
  const since: Record<string, SinceApproval> = {}
  const steps = []
  for (const step of fresh.steps) {
    const { settled, changes } = await settleStep(before.get(step.collection), step)
    steps.push(settled)
    since[step.collection] = changes
  }
  for (const step of approved.steps) since[step.collection] ??= { added: 0, left: 0, vanished: countOf(step, erases) }
  return { ...fresh, steps, since }
}

async function settleStep(before: ErasureStep | undefined, step: ErasureStep) {
  const fates = new Fates()
  const settle = settling()
  const changes: SinceApproval = { added: 0, left: 0, vanished: 0 }
  async function* rowsOf(part: number): AsyncGenerator<PlannedRow[]> {
    const approved = await fatesOf(before, part)
    for await (const rows of step.rows(part))
      yield rows.map((row) => ({ ...row, fate: fates.one(settle(approved.get(keyName(row.key)), row.fate).settled) }))
  }
  for (let part = 0; part < PARTS; part += 1) {
    const approved = await fatesOf(before, part)
    for await (const rows of step.rows(part))
      for (const row of rows) {
        const name = keyName(row.key)
        const { settled, note } = settle(approved.get(name), row.fate)
        approved.delete(name)
        fates.count(fates.one(settled))
        if (note) changes[note] += 1
      }
    for (const fate of approved.values()) if (erases(fate)) changes.vanished += 1
  }
  async function* all(): AsyncGenerator<PlannedRow[]> {
    for (let part = 0; part < PARTS; part += 1) yield* rowsOf(part)
  }
  const rows: ErasureStep['rows'] = (part) => (part === undefined ? all() : rowsOf(part))
  return { settled: { ...step, fates: fates.rows, rows }, changes }
}

async function fatesOf(step: ErasureStep | undefined, part: number): Promise<Map<string, Fate>> {
  const fates = new Map<string, Fate>()
  for await (const rows of step?.rows(part) ?? []) for (const { key, fate } of rows) fates.set(keyName(key), fate)
  return fates
}

type Settled = { settled: Fate; note: 'added' | 'left' | null }

/** Two fates are settled once, however many rows have them. */
function settling(): (approved: Fate | undefined, fresh: Fate) => Settled {
  const known = new Map<Fate | undefined, Map<Fate, Settled>>()
  return (approved, fresh) => {
    const own = known.get(approved) ?? new Map<Fate, Settled>()
    known.set(approved, own)
    const settled = own.get(fresh) ?? settle(approved, fresh)
    own.set(fresh, settled)
    return settled
  }
}

function settle(approved: Fate | undefined, fresh: Fate): Settled {
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
