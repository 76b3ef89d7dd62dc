import type { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ChangeOutcome } from '#domain/outcome.ts'
import type { SealedCorrection } from '#domain/rectification.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { openCorrection } from './load.ts'
import { endCorrecting } from './start.ts'

export type ApprovedCorrection = { id: string; collection: string; correction: SealedCorrection }

/** What was approved for one source and is not written yet. @returns null once the request is shredded */
export const findApproved = (
  actor: Actor,
  { requestId, sourceId }: { requestId: string; sourceId: string },
): Promise<ApprovedCorrection[] | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const key = await openRequestKey(tx, request)
    if (!key) return null
    const approved: ApprovedCorrection[] = []
    for (const row of await approvedRows(tx, { requestId, sourceId }))
      approved.push({ id: row.id, collection: row.collection, correction: await openCorrection(key, request, row) })
    return approved
  })

/** In the order in which a source is told them: an answer counts them. */
export const approvedRows = (tx: Tx, { requestId, sourceId }: { requestId: string; sourceId: string }) =>
  tx.correction.findMany({
    where: { requestId, inSource: true, state: 'fits', task: { sourceId } },
    include: { task: { include: { dataset: true } } },
    orderBy: [{ proposedAt: 'asc' }, { id: 'asc' }],
  })

export type ChangedInput = {
  taskId: string
  outcome: z.input<typeof ChangeOutcome>
  /** what the source holds now; a source that is written to takes all or nothing */
  made: readonly string[]
  /** by correction: why the source did not take it */
  refused: ReadonlyMap<string, string>
}

/** Stores what became of one source's corrections: each made, refused with its reason, or neither where all or nothing goes. */
export const finishChanging = (
  actor: Actor,
  input: ChangedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> => transact(actor, (tx) => storeChanged(tx, actor, input, now))

/** The same inside a transaction that already holds what else the answer changes. */
export async function storeChanged(
  tx: Tx,
  actor: Actor,
  { taskId, outcome, made, refused }: ChangedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> {
  const { requestId, controllerId, sourceId } = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  const stored = ChangeOutcome.parse(outcome)
  const { count } = await tx.task.updateMany({
    where: { id: taskId, state: 'running', purpose: 'change' },
    data: { state: 'done', reason: null, finishedAt: toDate(now), outcome: stored },
  })
  if (count === 0) return refuse('not_running')
  const about = { controllerId, requestId }
  await tx.correction.updateMany({
    where: { id: { in: [...made] }, state: 'fits' },
    data: { state: 'done', doneAt: toDate(now), proof: stored.proof },
  })
  for (const [id, problem] of refused)
    await tx.correction.updateMany({ where: { id, state: 'fits' }, data: { state: 'unfit', problem } })
  const rows = outcome.written + outcome.already
  await record(tx, actor, about, { type: 'task.finished', taskId, sourceId, purpose: 'change', rows, shared: 0 }, now)
  await endCorrecting(tx, actor, await tx.request.findUniqueOrThrow({ where: { id: requestId } }), now)
  return ok(null)
}
