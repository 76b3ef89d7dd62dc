import { z } from 'zod'
import type { Purpose } from './dataset/dataset.ts'

const count = z.number().int().nonnegative()
const Label = z.strictObject({ id: z.string(), en: z.string() })

/** What a stop did in one collection: counts, no data. */
export const StoppedCollection = z.strictObject({
  collection: z.string(),
  label: Label,
  /** rows of the person alone that the second read saw stopped */
  stopped: count,
  /** of these, rows that this run wrote; the others had stopped before */
  written: count,
  /** rows that also belong to somebody else, or are about them: left as they were */
  held: count,
})
export type StoppedCollection = z.infer<typeof StoppedCollection>

export const StoppedPurpose = z.strictObject({
  key: z.string(),
  label: Label,
  /** stated: the source answers for itself and says so; by_hand: it cannot stop by itself, a person sees to it */
  way: z.enum(['stopped', 'stated', 'by_hand']),
  collections: z.array(StoppedCollection),
})
export type StoppedPurpose = z.infer<typeof StoppedPurpose>

/** Result of a stopping task. `verified`: every row that counts as stopped was read again. */
export const StopOutcome = z.strictObject({
  verified: z.literal(true),
  startedAt: z.iso.datetime(),
  stoppedAt: z.iso.datetime(),
  verifiedAt: z.iso.datetime(),
  purposes: z.array(StoppedPurpose),
})
export type StopOutcome = z.infer<typeof StopOutcome>

const total = (outcome: StopOutcome, of: 'stopped' | 'held'): number =>
  outcome.purposes.flatMap(({ collections }) => collections).reduce((sum, each) => sum + each[of], 0)

export const stoppedRows = (outcome: StopOutcome): number => total(outcome, 'stopped')
export const heldRows = (outcome: StopOutcome): number => total(outcome, 'held')

/** Something is left that no source stops by itself. */
export const leavesWork = (outcome: StopOutcome): boolean =>
  heldRows(outcome) > 0 || outcome.purposes.some(({ way }) => way === 'by_hand')

/** What a source that answers for itself says. Anything but a plain yes is for a person to look at. */
export function statedStop(
  purposes: readonly Purpose[],
  isDone: boolean,
  times: { startedAt: string; endedAt: string },
): StopOutcome {
  return {
    verified: true,
    startedAt: times.startedAt,
    stoppedAt: times.endedAt,
    verifiedAt: times.endedAt,
    purposes: purposes.map(({ key, label }) => ({ key, label, way: isDone ? 'stated' : 'by_hand', collections: [] })),
  }
}
