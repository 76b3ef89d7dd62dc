import type { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import { startClocksOf } from '#data/clocks/start.ts'
import { type Tx, transact } from '#data/db.ts'
import { resumeErasing } from '#data/holds/lift.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { recordFile, type WrittenFile } from '#data/vault/write.ts'
import type { Actor } from '#domain/actor.ts'
import { startErasureClocks } from '#domain/clock/applicable.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type ErasedInput = {
  taskId: string
  outcome: z.input<typeof EraseOutcome>
  /** erased by this run, where the outcome also counts what was erased before */
  rows?: number
  /** the plan as it stands now, when holds were lifted */
  plan?: WrittenFile | null
}

/** Stores what was erased and read again. */
export const finishErasing = (
  actor: Actor,
  input: ErasedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> => transact(actor, (tx) => storeErased(tx, actor, input, now))

export async function storeErased(
  tx: Tx,
  actor: Actor,
  { taskId, outcome, plan = null, rows = erasedRows(outcome) }: ErasedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> {
  const { controllerId, requestId, sourceId } = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  if (plan) await recordFile(tx, { controllerId, id: requestId }, plan, now)
  const { count } = await tx.task.updateMany({
    where: { id: taskId, state: 'running', purpose: 'erase' },
    data: {
      state: 'done',
      reason: null,
      finishedAt: toDate(now),
      outcome: EraseOutcome.parse(outcome),
      ...(plan && { planFileId: plan.id }),
    },
  })
  if (count === 0) return refuse('not_running')
  const round = await tx.event.count({
    where: { requestId, type: 'task.finished', data: { path: ['taskId'], equals: taskId } },
  })
  const finished = { type: 'task.finished', taskId, sourceId, purpose: 'erase', rows, shared: 0 } as const
  const eventId = await record(tx, actor, { controllerId, requestId }, finished, now)
  if (round === 0) await startNoticeClock(tx, requestId, eventId, now)
  // A hold that was lifted while this ran.
  await resumeErasing(tx, actor, { requestId, sourceId }, now)
  return ok(null)
}

const erasedRows = ({ collections }: ErasedInput['outcome']): number =>
  collections.reduce((sum, one) => sum + one.delete + one.change, 0)

/** Once the last source has erased, the time to tell the subject runs (PP 33/2026 art. 87(5)). */
async function startNoticeClock(tx: Tx, requestId: string, eventId: string, now: Temporal.Instant): Promise<void> {
  const request = await tx.request.findUniqueOrThrow({
    where: { id: requestId },
    include: { controller: true, tasks: { where: { purpose: 'erase', state: { not: 'done' } }, select: { id: true } } },
  })
  if (request.tasks.length > 0) return
  const settings = { ...request.controller, subjectCountry: request.subjectCountry }
  await startClocksOf(tx, request, startErasureClocks(settings, 'erasure_executed', now), eventId, now)
}
