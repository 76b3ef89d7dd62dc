import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { giveUpTask } from '#data/tasks/fail.ts'
import type { Actor } from '#domain/actor.ts'
import { nextAsk } from '#domain/inquiry.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Request, Task } from '#prisma/generated/client.ts'
import { lockTask, takeBack } from './open.ts'

export type WaitInput = {
  inquiryId: string
  /** when the source wants to be asked again */
  afterMs: number | null
  /** classified failure of this try; null: the source promised an answer */
  fault: string | null
}

/** The source did not answer now: its task waits, and the question is put again unless its time ends first. */
export const waitForAnswer = (
  actor: Actor,
  { inquiryId, afterMs, fault }: WaitInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_open'>> =>
  transact(actor, async (tx) => {
    const { taskId } = await tx.inquiry.findUniqueOrThrow({ where: { id: inquiryId }, select: { taskId: true } })
    await lockTask(tx, taskId)
    const inquiry = await tx.inquiry.findUniqueOrThrow({ where: { id: inquiryId } })
    const { controllerId, requestId, dueAt } = inquiry
    const attempts = inquiry.attempts + 1
    const delay = { attempts, isPromised: fault === null, afterMs, dueAt: toInstant(dueAt) }
    const again = toDate(nextAsk(delay, now))
    const { count } = await tx.inquiry.updateMany({
      where: { id: inquiryId, state: 'asked' },
      data: {
        askAgainAt: again,
        fault,
        attempts,
        ...(fault === null && { acceptedAt: toDate(now) }),
      },
    })
    if (count === 0) return refuse('not_open')
    await tx.task.updateMany({ where: { id: taskId, state: 'running' }, data: { state: 'asked' } })
    if (again < dueAt) await tx.timer.create({ data: { controllerId, requestId, kind: 'ask_again', dueAt: again } })
    return ok(null)
  })

/** The tasks of a request whose question is put again now. The request is locked by the caller. */
export async function askAgain(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  const due = await tx.inquiry.findMany({
    where: { requestId: request.id, state: 'asked', askAgainAt: { lte: toDate(now) } },
    include: { task: true },
  })
  for (const { id, taskId, controllerId, requestId, task } of due) {
    await tx.inquiry.update({ where: { id }, data: { askAgainAt: null } })
    const { count } = await tx.task.updateMany({ where: { id: taskId, state: 'asked' }, data: { state: 'waiting' } })
    if (count > 0) await record(tx, actor, { controllerId, requestId }, retried(task), now)
  }
}

/** What wakes the job that does a task of this purpose. */
const retried = ({ id: taskId, sourceId, purpose }: Task) =>
  purpose === 'stop'
    ? ({ type: 'stop.retried', taskId, sourceId } as const)
    : ({ type: 'task.retried', taskId, sourceId, purpose } as const)

/** Gives up the questions whose time is over: their tasks fail with the last reason, and a person looks. */
export async function endInquiries(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  const over = await tx.inquiry.findMany({
    where: { requestId: request.id, state: 'asked', kind: 'http', dueAt: { lte: toDate(now) } },
  })
  for (const { taskId, fault } of over) {
    await takeBack(tx, taskId)
    await giveUpTask(tx, actor, { taskId, reason: fault ?? 'not_answered' }, now)
  }
}
