import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { fulfil } from '#data/execution/fulfil.ts'
import { reviewFacts } from '#data/findings/review-facts.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { type AnswerWords, decideAnswer } from '#domain/by-hand.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { PinnedInput } from './submit-for-review.ts'

/** A person did what was approved and says so; the subject is told in these words. */
export const answerRequest = (
  actor: Actor,
  { reference, version, explanation }: PinnedInput & AnswerWords,
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed' | 'not_by_hand' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({
      where: { reference },
      include: { tasks: true, corrections: { select: { state: true } } },
    })
    if (!request) return refuse('not_found')
    const { controllerId, id: requestId } = request
    const decision = decideAnswer(actor, reviewFacts(request))
    if (!decision.ok) return decision
    const key = await openRequestKey(tx, request)
    if (!key) return refuse('not_found')
    const { count } = await tx.request.updateMany({
      where: { id: requestId, version },
      data: { sealedAnswer: await sealJsonFor(key, request, 'answer', { explanation }), version: { increment: 1 } },
    })
    if (count === 0) return refuse('changed_meanwhile')
    await record(tx, actor, { controllerId, requestId }, { type: 'answer.given' }, now)
    await fulfil(tx, actor, request, 0, now)
    return ok(null)
  })
