import type { Temporal } from 'temporal-polyfill'
import { recomputeClocks } from '#data/clocks/recompute.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import type { ReplyWords } from '#domain/question.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** The subject answers the open question, and the clocks that waited run again. */
export const replyToQuestion = (
  actor: Extract<Actor, { kind: 'subject' }>,
  { reply }: ReplyWords,
  now: Temporal.Instant,
): Promise<Result<null, 'nothing_asked'>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId } = actor
    const owner = { controllerId, id: requestId }
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const open = await tx.question.findFirst({ where: { requestId, answeredAt: null }, select: { id: true } })
    const key = open && (await openRequestKey(tx, owner))
    if (!key) return refuse('nothing_asked')
    const { count } = await tx.question.updateMany({
      where: { id: open.id, answeredAt: null },
      data: { sealedAnswer: await sealJsonFor(key, owner, 'reply', { reply }), answeredAt: toDate(now) },
    })
    if (count === 0) return refuse('nothing_asked')
    await tx.request.update({ where: { id: requestId }, data: { version: { increment: 1 } } })
    const answered = { type: 'question.answered', questionId: open.id } as const
    const eventId = await record(tx, actor, { controllerId, requestId }, answered, now)
    await recomputeClocks(tx, actor, owner, { id: eventId, type: answered.type }, now)
    return ok(null)
  })
