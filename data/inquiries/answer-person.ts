import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { type AnswerRefusal, heldRows, type ManualAnswer, mayAnswer, statementOf } from '#domain/manual-task.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { answerCollect, answerStatement } from './answer.ts'
import { documentsOf, lockForAnswer } from './documents.ts'

export type AnswerPersonRefusal =
  | AnswerRefusal
  | 'not_found'
  | 'not_open'
  | 'too_large'
  | 'collection_missing'
  | 'wrong_action'

/** Notes that a colleague looks at whom a task is about. It is shown to that colleague for a short time. */
export const openPersonTask = (
  actor: Actor,
  { inquiryId }: { inquiryId: string },
  now: Temporal.Instant,
): Promise<Result<null, 'not_found'>> =>
  transact(actor, async (tx) => {
    const inquiry = await tx.inquiry.findUnique({ where: { id: inquiryId } })
    if (inquiry?.kind !== 'manual' || !mayAnswer(actor, inquiry)) return refuse('not_found')
    const { controllerId, requestId } = inquiry
    await record(tx, actor, { controllerId, requestId }, { type: 'inquiry.opened', inquiryId }, now)
    return ok(null)
  })

/**
 * A person's answer: what they hold, or what they did. It ends the task like any other source's answer; how they know
 * is sealed beside it. What came first counts.
 */
export async function answerPersonTask(
  actor: Actor,
  answer: ManualAnswer,
  now: Temporal.Instant,
): Promise<Result<null, AnswerPersonRefusal>> {
  const { inquiryId } = answer
  const noted = await transact(actor, async (tx) => {
    const open = await lockForAnswer(tx, actor, inquiryId)
    if (!open.ok) return open
    const { inquiry, key, owner } = open.value
    const { zone } = await tx.controller.findUniqueOrThrow({
      where: { id: owner.controllerId },
      select: { zone: true },
    })
    const today = now.toZonedDateTimeISO(zone).toPlainDate().toString()
    const said =
      inquiry.action === 'collect' ? heldRows(answer, await documentsOf(tx, key, inquiry)) : statementOf(answer, today)
    if (!said.ok) return said
    const sealedNote = await sealJsonFor(key, owner, 'evidence-note', answer.note)
    await tx.inquiry.update({ where: { id: inquiryId }, data: { sealedNote } })
    return ok(said.value)
  })
  if (!noted.ok) return noted
  const done = Array.isArray(noted.value)
    ? await answerCollect(actor, { inquiryId, batches: noted.value }, () => now)
    : await answerStatement(actor, { inquiryId, statement: noted.value }, now)
  if (done.ok || isAnswerRefusal(done.reason)) return done as Result<null, AnswerPersonRefusal>
  return refuse('too_large')
}

const isAnswerRefusal = (reason: string): boolean =>
  ['not_found', 'not_open', 'collection_missing', 'wrong_action'].includes(reason)
