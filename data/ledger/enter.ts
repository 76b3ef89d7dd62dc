import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import type { Actor } from '#domain/actor.ts'
import { type ErasurePlan, erases } from '#domain/erasure/plan.ts'
import { ledgerHash, ownerHash } from './hash.ts'

type Entered = { controllerId: string; requestId: string; sourceId: string; taskId: string }

/**
 * Enters the key of every row that a plan erased, as a keyed hash: a batch in each transaction, since there may be
 * millions. They are erased already, so what a broken-off run entered is true; the next run enters the rest.
 */
export async function enterIntoLedger(
  actor: Actor,
  { taskId, ...entry }: Entered,
  plan: ErasurePlan,
  now: Temporal.Instant,
): Promise<void> {
  const { round, index } = await transact(actor, async (tx) => ({
    round: await tx.event.count({
      where: { requestId: entry.requestId, type: 'task.finished', data: { path: ['taskId'], equals: taskId } },
    }),
    index: (await openControllerKeys(tx, entry.controllerId)).index,
  }))
  for (const { collection, rows } of plan.steps)
    for await (const batch of rows()) {
      const data = batch
        .filter(({ fate }) => erases(fate))
        .map(({ key, owner, fate: { remove, change } }) => ({
          ...entry,
          round,
          collection,
          method: remove ? 'delete' : 'change',
          ...(change && !remove && { changes: change }),
          keyHash: ledgerHash(index, entry.sourceId, collection, key),
          ownerHash: owner === null ? null : ownerHash(index, entry.sourceId, collection, owner),
          erasedAt: toDate(now),
        }))
      if (data.length > 0) await transact(actor, (tx) => tx.ledgerEntry.createMany({ data, skipDuplicates: true }))
    }
}
