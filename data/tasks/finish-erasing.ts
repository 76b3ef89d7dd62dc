import { createHmac } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import { startClocksOf } from '#data/clocks/start.ts'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { startErasureClocks } from '#domain/clock/applicable.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type ErasedRow = { collection: string; method: 'delete' | 'change'; key: readonly string[] }
export type ErasedInput = { taskId: string; outcome: z.input<typeof EraseOutcome>; erased: readonly ErasedRow[] }

const CHUNK = 5_000

/** Stores what was erased and read again, and enters every row's key into the erasure ledger as a keyed hash. */
export const finishErasing = (
  actor: Actor,
  input: ErasedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> => transact(actor, (tx) => storeErased(tx, actor, input, now))

/** @param erased empty for a source that states its erasure: it names no rows */
export async function storeErased(
  tx: Tx,
  actor: Actor,
  { taskId, outcome, erased }: ErasedInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running'>> {
  const { collections } = outcome
  const { count } = await tx.task.updateMany({
    where: { id: taskId, state: 'running', purpose: 'erase' },
    data: { state: 'done', reason: null, finishedAt: toDate(now), outcome: EraseOutcome.parse(outcome) },
  })
  if (count === 0) return refuse('not_running')
  const { controllerId, requestId, sourceId } = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
  const { index } = await openControllerKeys(tx, controllerId)
  for (let from = 0; from < erased.length; from += CHUNK)
    await tx.ledgerEntry.createMany({
      data: erased.slice(from, from + CHUNK).map(({ collection, method, key }) => ({
        controllerId,
        requestId,
        sourceId,
        collection,
        method,
        keyHash: ledgerHash(index, sourceId, collection, key),
        erasedAt: toDate(now),
      })),
      skipDuplicates: true,
    })
  const rows = outcome.stated ? collections.reduce((sum, one) => sum + one.delete + one.change, 0) : erased.length
  const finished = { type: 'task.finished', taskId, sourceId, purpose: 'erase', rows, shared: 0 } as const
  const eventId = await record(tx, actor, { controllerId, requestId }, finished, now)
  await startNoticeClock(tx, requestId, eventId, now)
  return ok(null)
}

/** Once the last source has erased, the time to tell the subject runs (PP 33/2026 art. 87(5)). */
async function startNoticeClock(tx: Tx, requestId: string, eventId: string, now: Temporal.Instant): Promise<void> {
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  const request = await tx.request.findUniqueOrThrow({
    where: { id: requestId },
    include: { controller: true, tasks: { where: { purpose: 'erase', state: { not: 'done' } }, select: { id: true } } },
  })
  if (request.tasks.length > 0) return
  const settings = { ...request.controller, subjectCountry: request.subjectCountry }
  await startClocksOf(tx, request, startErasureClocks(settings, 'erasure_executed', now), eventId, now)
}

/** Keyed, so that the ledger says nothing to anybody without the controller's key; replay hashes live keys and compares. */
export const ledgerHash = (
  indexKey: Uint8Array,
  sourceId: string,
  collection: string,
  key: readonly string[],
): string =>
  createHmac('sha256', indexKey)
    .update(JSON.stringify(['ledger', sourceId, collection, ...key]))
    .digest('hex')
