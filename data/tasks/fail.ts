import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** Gives a task up until a person retries it. Its request waits: a source that failed blocks completion. */
export const failTask = (
  actor: Actor,
  input: { taskId: string; reason: string },
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> =>
  transact(actor, async (tx) => {
    const { count } = await tx.task.updateMany({
      where: { id: input.taskId, state: 'running' },
      data: { state: 'failed', reason: input.reason, finishedAt: toDate(now) },
    })
    if (count === 0) return refuse('not_running')
    const { controllerId, requestId, sourceId, purpose } = await tx.task.findUniqueOrThrow({
      where: { id: input.taskId },
    })
    await record(
      tx,
      actor,
      { controllerId, requestId },
      { type: 'task.failed', taskId: input.taskId, sourceId, purpose, reason: input.reason },
      now,
    )
    return ok(null)
  })
