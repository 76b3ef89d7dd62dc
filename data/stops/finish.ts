import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { heldRows, leavesWork, StopOutcome, stoppedRows } from '#domain/stop-outcome.ts'

export type StoppedInput = {
  taskId: string
  outcome: StopOutcome
  /** the person wrote something besides the purposes they chose, which somebody has to read */
  hasWords: boolean
}

export const finishStopping = (
  actor: Actor,
  input: StoppedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> => transact(actor, (tx) => storeStopped(tx, actor, input, now))

/** Stores that a source has stopped; when every source has, says whether a person is still needed. */
export async function storeStopped(
  tx: Tx,
  actor: Actor,
  { taskId, outcome, hasWords }: StoppedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> {
  const { controllerId, requestId, sourceId } = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
  // Every task of a request ends one after the other, so that exactly one of them sees that it was the last.
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  const { count } = await tx.task.updateMany({
    where: { id: taskId, state: 'running', purpose: 'stop' },
    data: { state: 'done', reason: null, finishedAt: toDate(now), outcome: StopOutcome.parse(outcome) },
  })
  if (count === 0) return refuse('not_running')
  const about = { controllerId, requestId }
  const counts = { rows: stoppedRows(outcome), shared: heldRows(outcome) }
  await record(tx, actor, about, { type: 'task.finished', taskId, sourceId, purpose: 'stop', ...counts }, now)
  const stops = await tx.task.findMany({ where: { requestId, purpose: 'stop' } })
  if (stops.some(({ state }) => state !== 'done')) return ok(null)
  const needsPerson = hasWords || stops.some((stop) => leavesWork(StopOutcome.parse(stop.outcome)))
  await record(tx, actor, about, { type: 'stops.finished', needsPerson }, now)
  return ok(null)
}
