import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { cancelInquiries } from '#data/inquiries/cancel.ts'
import { toDate } from '#data/instant.ts'
import { dropParts } from '#data/parts/drop.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** Gives a task up until a person retries it. Its request waits: a source that failed blocks completion. */
export const failTask = (
  actor: Actor,
  input: { taskId: string; reason: string },
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> => transact(actor, (tx) => giveUpTask(tx, actor, input, now))

export async function giveUpTask(
  tx: Tx,
  actor: Actor,
  { taskId, reason }: { taskId: string; reason: string },
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> {
  const { count } = await tx.task.updateMany({
    where: { id: taskId, state: 'running' },
    data: { state: 'failed', reason, finishedAt: toDate(now) },
  })
  if (count === 0) return refuse('not_running')
  await cancelInquiries(tx, { taskId })
  await dropParts(tx, { taskId }, now)
  const { controllerId, requestId, sourceId, purpose } = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
  await record(tx, actor, { controllerId, requestId }, { type: 'task.failed', taskId, sourceId, purpose, reason }, now)
  return ok(null)
}
