import { transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import { type CollectionOutcome, CollectOutcome } from '#domain/outcome.ts'

/** What an erasure will do (or did) in all sources of a request, as previewed and approved. Counts only. */
export const findErasurePreview = (actor: Actor, requestId: string): Promise<CollectionOutcome[]> =>
  transact(actor, async (tx) => {
    const tasks = await tx.task.findMany({ where: { requestId, purpose: 'collect' }, orderBy: { id: 'asc' } })
    return tasks.flatMap(({ outcome }) => (outcome ? CollectOutcome.parse(outcome).preview : []))
  })
