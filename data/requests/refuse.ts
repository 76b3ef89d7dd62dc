import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { scheduleShredding } from '#data/execution/fulfil.ts'
import { cancelInquiries } from '#data/inquiries/cancel.ts'
import { toDate } from '#data/instant.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { dropParts } from '#data/parts/drop.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { decideRefusal, type RefusalWords } from '#domain/refusal.ts'
import type { Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { PinnedInput } from './submit-for-review.ts'

/** Refuses a request with a coded reason, an article, and an explanation that only its key opens. */
export const refuseRequest = (
  actor: Actor,
  { reference, version, code, article, explanation }: PinnedInput & RefusalWords,
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed' | 'decided_before' | 'not_refusable' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({ where: { reference } })
    if (!request) return refuse('not_found')
    const decision = decideRefusal(actor, { ...request, status: request.status as Status })
    if (!decision.ok) return decision
    const key = await openRequestKey(tx, request)
    if (!key) return refuse('not_found')
    const { count } = await tx.request.updateMany({
      where: { id: request.id, version },
      data: {
        status: decision.value,
        refusalCode: code,
        refusalArticle: article,
        sealedRefusal: await sealJsonFor(key, request, 'refusal', { explanation }),
        closedAt: toDate(now),
        version: { increment: 1 },
      },
    })
    if (count === 0) return refuse('changed_meanwhile')
    // The clocks run until the refusal is handed over: only then has the subject an answer.
    await tx.timer.updateMany({ where: { requestId: request.id, doneAt: null }, data: { doneAt: toDate(now) } })
    const about = { controllerId: request.controllerId, requestId: request.id }
    await cancelInquiries(tx, about)
    await dropParts(tx, { requestId: request.id }, now)
    await scheduleShredding(tx, about, now)
    await record(tx, actor, about, { type: 'request.refused', code, article }, now)
    return ok(null)
  })
