import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { loadForReview } from '#data/findings/review-facts.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { decideReopening, type ReopenRefusal } from '#domain/review.ts'
import type { PinnedInput } from './submit-for-review.ts'

/** Takes an answer back from the second person, so that what is held back can change. No source is asked again. */
export const reopenReview = (
  actor: Actor,
  { reference, version }: PinnedInput,
  now: Temporal.Instant,
): Promise<Result<null, ReopenRefusal | 'not_found' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const loaded = await loadForReview(tx, reference)
    if (!loaded) return refuse('not_found')
    const decision = decideReopening(actor, loaded.facts)
    if (!decision.ok) return decision
    const { id, controllerId } = loaded.request
    const { count } = await tx.request.updateMany({
      where: { id, version },
      data: { submittedBy: null, submittedAt: null, version: { increment: 1 } },
    })
    if (count === 0) return refuse('changed_meanwhile')
    await record(tx, actor, { controllerId, requestId: id }, { type: 'review.reopened' }, now)
    return ok(null)
  })
