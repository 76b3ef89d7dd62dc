import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** Lets a failed source be asked again. */
export const retryTask = (
  actor: Actor,
  { reference, taskId }: { reference: string; taskId: string },
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed' | 'not_failed'>> =>
  transact(actor, async (tx) => {
    const task = await tx.task.findFirst({ where: { id: taskId, request: { reference } } })
    if (!task) return refuse('not_found')
    const { controllerId, requestId, sourceId, purpose } = task
    if (!may(actor, 'work_request', controllerId)) return refuse('not_allowed')
    const { count } = await tx.task.updateMany({
      where: { id: taskId, state: 'failed' },
      data: { state: 'waiting', reason: null, finishedAt: null },
    })
    if (count === 0) return refuse('not_failed')
    const retried =
      purpose === 'stop'
        ? ({ type: 'stop.retried', taskId, sourceId } as const)
        : ({ type: 'task.retried', taskId, sourceId, purpose } as const)
    await record(tx, actor, { controllerId, requestId }, retried, now)
    return ok(null)
  })
