import type { Temporal } from 'temporal-polyfill'
import { approvedRows, storeChanged } from '#data/corrections/finish.ts'
import { transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import { type ChangeStatement, madeOf, refusedBy } from '#domain/change-statement.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { type NotOpen, take } from './answer.ts'

export type ChangeAnswer = {
  inquiryId: string
  statement: ChangeStatement
  /** asked again, the source answered with the new values */
  confirmed?: boolean
}

/**
 * What a source that answers for itself did with the corrections it was asked for, each of them. What it refused goes
 * back to the people who approved it, as it does with a source that is written to.
 */
export const answerChange = (
  actor: Actor,
  { inquiryId, statement, confirmed = false }: ChangeAnswer,
  now: Temporal.Instant,
): Promise<Result<null, NotOpen | 'wrong_action' | 'says_nothing'>> =>
  transact(actor, async (tx) => {
    const inquiry = await tx.inquiry.findUnique({ where: { id: inquiryId }, include: { task: true } })
    if (!inquiry) return refuse('not_found')
    if (inquiry.action !== 'change') return refuse('wrong_action')
    const { requestId, task } = inquiry
    const asked = await approvedRows(tx, { requestId, sourceId: task.sourceId })
    const reasons = refusedBy(statement, asked.length)
    if (!reasons) return refuse('says_nothing')
    const taken = await take(tx, actor, inquiryId, statement.outcome, now)
    if (!taken.ok) return taken
    const refused = new Map(asked.flatMap(({ id }, at) => (reasons.has(at) ? [[id, reasons.get(at) ?? '']] : [])))
    const made = madeOf(asked, statement).map(({ id }) => id)
    const outcome = {
      proof: confirmed ? ('confirmed' as const) : ('stated' as const),
      written: made.length,
      already: 0,
      problems: [...refused.values()],
    }
    const done = await storeChanged(tx, actor, { taskId: task.id, outcome, made, refused }, now)
    return done.ok ? ok(null) : refuse('not_open')
  })
