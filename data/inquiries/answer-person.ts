import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import type { AnsweredBatch, Statement } from '#domain/inquiry.ts'
import {
  type AnswerRefusal,
  type Held,
  heldRows,
  type ManualAnswer,
  mayAnswer,
  statementOf,
} from '#domain/manual-task.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { answerCollect, answerStatement } from './answer.ts'
import { documentsOf, keepNote, lockForAnswer } from './documents.ts'

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
    const documents = inquiry.action === 'collect' ? await documentsOf(tx, key, inquiry) : []
    const said = answerTo(inquiry.action, answer, documents, today)
    if (!said.ok) return said
    await keepNote(tx, open.value, answer.note)
    return ok(said.value)
  })
  if (!noted.ok) return noted
  const done = await send(actor, inquiryId, noted.value, now)
  if (done.ok || isAnswerRefusal(done.reason)) return done as Result<null, AnswerPersonRefusal>
  return refuse('too_large')
}

type Said = { rows: AnsweredBatch[] } | { statement: Statement }

function answerTo(
  action: string,
  answer: ManualAnswer,
  documents: readonly Held[],
  today: string,
): Result<Said, AnswerRefusal> {
  if (action === 'collect') return map(heldRows(answer, documents), (rows) => ({ rows }))
  return map(statementOf(answer, today), (statement) => ({ statement }))
}

const map = <T, U, R extends string>(result: Result<T, R>, to: (value: T) => U): Result<U, R> =>
  result.ok ? ok(to(result.value)) : result

function send(actor: Actor, inquiryId: string, said: Said, now: Temporal.Instant): Promise<Result<null, string>> {
  if ('rows' in said) return answerCollect(actor, { inquiryId, batches: said.rows }, () => now)
  return answerStatement(actor, { inquiryId, statement: said.statement }, now)
}

const isAnswerRefusal = (reason: string): boolean =>
  ['not_found', 'not_open', 'collection_missing', 'wrong_action'].includes(reason)
