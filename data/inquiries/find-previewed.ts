import { transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import type { CollectionOutcome } from '#domain/outcome.ts'
import { previewedBy } from './answer.ts'

/** What the source of a task said that it holds, when it was asked for the preview of the same request. */
export const findPreviewed = (
  actor: Actor,
  task: { taskId: string; requestId: string },
): Promise<readonly CollectionOutcome[]> => transact(actor, (tx) => previewedBy(tx, task))
