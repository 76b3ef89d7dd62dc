import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { recomputeClocks } from '#data/clocks/recompute.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { PinnedInput } from '#data/requests/submit-for-review.ts'
import type { Actor } from '#domain/actor.ts'
import { decideQuestion, type QuestionWords } from '#domain/question.ts'
import type { Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** Asks the subject; clocks whose law allows it wait for the answer, the others keep running. */
export const askSubject = (
  actor: Actor,
  { reference, version, about, question }: PinnedInput & QuestionWords,
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed' | 'already_closed' | 'already_asked' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({ where: { reference } })
    if (!request || actor.kind !== 'staff') return refuse('not_found')
    const { id: requestId, controllerId } = request
    const decision = decideQuestion(actor, { controllerId, status: request.status as Status })
    if (!decision.ok) return decision
    const key = await openRequestKey(tx, request)
    if (!key) return refuse('not_found')
    const { count } = await tx.request.updateMany({
      where: { id: requestId, version },
      data: { version: { increment: 1 } },
    })
    if (count === 0) return refuse('changed_meanwhile')
    if ((await tx.question.count({ where: { requestId, answeredAt: null } })) > 0) return refuse('already_asked')
    const id = randomUUID()
    const sealedQuestion = await sealJsonFor(key, request, 'question', { question })
    await tx.question.create({
      data: { id, controllerId, requestId, about, sealedQuestion, askedBy: actor.userId, askedAt: toDate(now) },
    })
    const asked = { type: 'question.asked', questionId: id, about } as const
    const eventId = await record(tx, actor, { controllerId, requestId }, asked, now)
    await recomputeClocks(tx, actor, request, { id: eventId, type: asked.type }, now)
    return ok(null)
  })
