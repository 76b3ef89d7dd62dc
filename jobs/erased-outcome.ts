import type { ErasedCounts, GoneCounts } from '#connectors/contract.ts'
import type { RereadPlan } from '#domain/erasure/reconcile.ts'
import { summarise } from '#domain/erasure/summary.ts'
import type { CollectionOutcome, EraseOutcome } from '#domain/outcome.ts'
import { aboutCollection } from './collect-source.ts'
import type { OpenSource } from './open-source.ts'

export type Done = { startedAt: string; endedAt: string; reported: ErasedCounts; gone: GoneCounts }
type Erased = EraseOutcome['collections'][number]

const NOTHING = { added: 0, left: 0, vanished: 0 }

/** What was done, collection by collection: planned, reported by the source, and seen by the second read. */
export function erasedOutcome(
  plan: RereadPlan,
  { startedAt, endedAt, reported, gone }: Done,
  preview: readonly CollectionOutcome[],
  { graph, dataset }: Pick<OpenSource, 'graph' | 'dataset'>,
): EraseOutcome {
  const names = new Set([
    ...preview.map(({ collection }) => collection),
    ...plan.steps.map(({ collection }) => collection),
  ])
  const collections = [...names].map((name): Erased => {
    const step = plan.steps.find(({ collection }) => collection === name)
    // Rows of which nothing was planned are not in the plan, so their collection is not said to hold them.
    const summary = summarise(aboutCollection(graph, dataset, name, step ? (plan.found[name] ?? 0) : 0), step)
    const told = reported[name]
    return {
      ...summary,
      fields: summary.fields.map((line) => ({
        ...line,
        reported: told?.fields[line.field] ?? 0,
        stillThere: gone[name]?.fields[line.field]?.stillThere ?? 0,
      })),
      reported: { deleted: told?.deleted ?? 0, changed: told?.changed ?? 0 },
      gone: gone[name]?.gone ?? 0,
      stillThere: gone[name]?.stillThere ?? 0,
      since: plan.since[name] ?? NOTHING,
    }
  })
  const verified = collections.every(isVerified)
  return { verified, proof: 'read_again', stated: null, startedAt, endedAt, replays: [], collections }
}

const isVerified = ({ delete: deleted, change, gone, stillThere }: Erased): boolean =>
  stillThere === 0 && gone === deleted + change

/** Adds what was erased after a hold was lifted to what was erased before. */
export function mergedOutcome(before: EraseOutcome | null, now: EraseOutcome): EraseOutcome {
  if (!before) return now
  const collections = now.collections.map((one): Erased => {
    const old = before.collections.find(({ collection }) => collection === one.collection)
    if (!old) return one
    return {
      ...one,
      fields: one.fields.map((line) => ({
        ...line,
        reported: line.reported + (old.fields.find(({ field }) => field === line.field)?.reported ?? 0),
      })),
      reported: {
        deleted: one.reported.deleted + old.reported.deleted,
        changed: one.reported.changed + old.reported.changed,
      },
      // What was erased before was read again then; a row may have been changed twice.
      gone: one.delete + one.change - one.stillThere,
    }
  })
  return {
    ...now,
    verified: before.verified && collections.every(({ stillThere }) => stillThere === 0),
    startedAt: before.startedAt,
    replays: before.replays,
    collections,
  }
}
