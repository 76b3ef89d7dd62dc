import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
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
      const entries = batch
        .filter(({ fate }) => erases(fate))
        .map(({ key, owner, fate: { remove, change } }) => ({
          key_hash: ledgerHash(index, entry.sourceId, collection, key),
          owner_hash: owner === null ? null : ownerHash(index, entry.sourceId, collection, owner),
          method: remove ? 'delete' : 'change',
          changes: remove ? null : change,
        }))
      if (entries.length > 0) await transact(actor, (tx) => enter(tx, { ...entry, collection, round }, entries, now))
    }
}

const enter = (
  tx: Tx,
  {
    controllerId,
    requestId,
    sourceId,
    collection,
    round,
  }: Omit<Entered, 'taskId'> & { collection: string; round: number },
  entries: readonly object[],
  now: Temporal.Instant,
): Promise<number> => tx.$executeRaw`
  insert into ledger_entry (id, controller_id, request_id, source_id, collection, round, erased_at, key_hash, owner_hash, method, changes)
  select gen_random_uuid(), ${controllerId}::uuid, ${requestId}::uuid, ${sourceId}::uuid, ${collection}, ${round}::int, ${toDate(now)},
    key_hash, owner_hash, method, nullif(changes, 'null')
  from jsonb_to_recordset(${JSON.stringify(entries)}::jsonb) as entry(key_hash text, owner_hash text, method text, changes jsonb)
  on conflict do nothing`
