import type { Temporal } from 'temporal-polyfill'
import { approvedRows } from '#data/corrections/finish.ts'
import { transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import { changeStatementOf, type ManualChanges } from '#domain/manual-task.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { NotOpen } from './answer.ts'
import { answerChange } from './answer-change.ts'
import { keepNote, lockForAnswer } from './documents.ts'

export type AnswerCorrectionsRefusal = NotOpen | 'wrong_action' | 'answers_missing'

/** A person's answer to corrections: each made, or why not. What is not made goes back to review with its reason. */
export async function answerCorrections(
  actor: Actor,
  { inquiryId, note, answers }: ManualChanges,
  now: Temporal.Instant,
): Promise<Result<null, AnswerCorrectionsRefusal>> {
  const stated = await transact(actor, async (tx) => {
    const open = await lockForAnswer(tx, actor, inquiryId)
    if (!open.ok) return open
    const { inquiry } = open.value
    if (inquiry.action !== 'change') return refuse('wrong_action')
    const { sourceId } = await tx.task.findUniqueOrThrow({ where: { id: inquiry.taskId }, select: { sourceId: true } })
    const asked = await approvedRows(tx, { requestId: inquiry.requestId, sourceId })
    const statement = changeStatementOf(
      { answers },
      asked.map(({ id }) => id),
    )
    if (statement.ok) await keepNote(tx, open.value, note)
    return statement
  })
  if (!stated.ok) return stated
  const done = await answerChange(actor, { inquiryId, statement: stated.value }, now)
  return done.ok ? ok(null) : refuse(done.reason === 'says_nothing' ? 'answers_missing' : done.reason)
}
