import type { Temporal } from 'temporal-polyfill'
import type { z } from 'zod'
import { startClocksOf } from '#data/clocks/start.ts'
import { type Tx, transact } from '#data/db.ts'
import { resumeErasing } from '#data/holds/lift.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { ledgerHash, ownerHash } from '#data/ledger/hash.ts'
import { record } from '#data/record.ts'
import { recordFile, type WrittenFile } from '#data/vault/write.ts'
import type { Actor } from '#domain/actor.ts'
import { startErasureClocks } from '#domain/clock/applicable.ts'
import type { Change } from '#domain/dataset/dataset.ts'
import type { RowKey } from '#domain/erasure/plan.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** `changes` null: the row was deleted; `owner`: whose row it was, as a digest. */
export type ErasedRow = {
  collection: string
  key: RowKey
  changes: Readonly<Record<string, Change>> | null
  owner: string | null
}
export type ErasedInput = {
  taskId: string
  outcome: z.input<typeof EraseOutcome>
  erased: readonly ErasedRow[]
  /** the plan as it stands now, when holds were lifted */
  plan?: WrittenFile | null
}

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
  { taskId, outcome, erased, plan = null }: ErasedInput,
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
  await enterIntoLedger(tx, { controllerId, requestId, sourceId, round }, erased, now)
  const { collections } = outcome
  const rows = outcome.stated ? collections.reduce((sum, one) => sum + one.delete + one.change, 0) : erased.length
  const finished = { type: 'task.finished', taskId, sourceId, purpose: 'erase', rows, shared: 0 } as const
  const eventId = await record(tx, actor, { controllerId, requestId }, finished, now)
  if (round === 0) await startNoticeClock(tx, requestId, eventId, now)
  // A hold that was lifted while this ran.
  await resumeErasing(tx, actor, { requestId, sourceId }, now)
  return ok(null)
}

type Entered = { controllerId: string; requestId: string; sourceId: string; round: number }

async function enterIntoLedger(
  tx: Tx,
  entry: Entered,
  erased: readonly ErasedRow[],
  now: Temporal.Instant,
): Promise<void> {
  const { controllerId, sourceId } = entry
  const { index } = await openControllerKeys(tx, controllerId)
  for (let from = 0; from < erased.length; from += CHUNK)
    await tx.ledgerEntry.createMany({
      data: erased.slice(from, from + CHUNK).map(({ collection, key, changes, owner }) => ({
        ...entry,
        collection,
        method: changes ? 'change' : 'delete',
        ...(changes && { changes }),
        keyHash: ledgerHash(index, sourceId, collection, key),
        ownerHash: owner === null ? null : ownerHash(index, sourceId, collection, owner),
        erasedAt: toDate(now),
      })),
      skipDuplicates: true,
    })
}

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
