import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { loadForReview } from '#data/findings/review-facts.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { stopBeforeErasure } from '#data/stops/plan.ts'
import type { Actor } from '#domain/actor.ts'
import type { ErasureGround } from '#domain/erasure-ground.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { decideSubmission, type SubmitRefusal } from '#domain/review.ts'

/** What a form on a request's page says: which request, as it was when the page was shown. */
export type PinnedInput = { reference: string; version: number }

/** Asks a second person to release the answer; of an erasure, with the ground it stands on. */
export const submitForReview = (
  actor: Actor,
  { reference, version, ground = 'request' }: PinnedInput & { ground?: ErasureGround },
  now: Temporal.Instant,
): Promise<Result<null, SubmitRefusal | 'not_found' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const loaded = await loadForReview(tx, reference)
    if (!loaded || actor.kind !== 'staff') return refuse('not_found')
    const decision = decideSubmission(actor, loaded.facts)
    if (!decision.ok) return decision
    const { id, controllerId, right } = loaded.request
    const { count } = await tx.request.updateMany({
      where: { id, version },
      data: {
        submittedBy: actor.userId,
        submittedAt: toDate(now),
        erasureGround: right === 'erasure' ? ground : null,
        version: { increment: 1 },
      },
    })
    if (count === 0) return refuse('changed_meanwhile')
    await record(tx, actor, { controllerId, requestId: id }, { type: 'review.submitted' }, now)
    if (right === 'erasure' && ground === 'consent_withdrawn') await stopBeforeErasure(tx, actor, loaded.request, now)
    return ok(null)
  })
