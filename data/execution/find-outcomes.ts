import { transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import { type CollectionOutcome, CollectOutcome, EraseOutcome } from '#domain/outcome.ts'

/** What an erasure will do in all sources of a request, as previewed and approved, or did, where it was. Counts only. */
export const findErasurePreview = (actor: Actor, requestId: string): Promise<CollectionOutcome[]> =>
  transact(actor, async (tx) => {
    const tasks = await tx.task.findMany({
      where: { requestId, purpose: { in: ['collect', 'erase'] }, state: 'done' },
      orderBy: { id: 'asc' },
    })
    const erased = new Map(
      tasks.flatMap(({ purpose, sourceId, outcome }) =>
        purpose === 'erase' && outcome ? [[sourceId, EraseOutcome.parse(outcome).collections] as const] : [],
      ),
    )
    return tasks.flatMap(({ purpose, sourceId, outcome }) =>
      purpose === 'collect' && outcome ? (erased.get(sourceId) ?? CollectOutcome.parse(outcome).preview) : [],
    )
  })
