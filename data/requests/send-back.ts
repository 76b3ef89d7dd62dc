import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { loadForReview } from '#data/findings/review-facts.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { decideSendBack } from '#domain/review.ts'
import type { PinnedInput } from './submit-for-review.ts'

/** Sends an answer back: every source is asked again, and approval starts anew. */
export const sendBack = (
  actor: Actor,
  { reference, version }: PinnedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed' | 'not_in_review' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const loaded = await loadForReview(tx, reference)
    if (!loaded) return refuse('not_found')
    const decision = decideSendBack(actor, loaded.facts)
    if (!decision.ok) return decision
    const { id, controllerId } = loaded.request
    const { count } = await tx.request.updateMany({
      where: { id, version },
      data: {
        status: decision.value,
        contactOnFile: null,
        submittedBy: null,
        submittedAt: null,
        version: { increment: 1 },
      },
    })
    if (count === 0) return refuse('changed_meanwhile')
    await tx.identifier.updateMany({ where: { requestId: id, searchedAt: null }, data: { searchedAt: toDate(now) } })
    await record(tx, actor, { controllerId, requestId: id }, { type: 'review.sent_back' }, now)
    return ok(null)
  })
