import { transact } from '#data/db.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import type { Actor } from '#domain/actor.ts'
import type { Change } from '#domain/dataset/dataset.ts'
import type { RowKey } from '#domain/erasure/plan.ts'
import { erasureSalt, ledgerHash, ownerHash } from './hash.ts'

/** A row that now has the key of one that was erased. */
export type Match = {
  key: RowKey
  requestId: string
  /** null: it was deleted */
  changes: Readonly<Record<string, Change>> | null
  salt: string
  /** whether a row with this owner's digest is the one that was erased */
  isOwner: (digest: string) => boolean
}

/** Which of these keys stand in the ledger. One look-up by index, however large the ledger is. */
export const matchLedger = (
  actor: Actor,
  { sourceId, collection, keys }: { sourceId: string; collection: string; keys: readonly RowKey[] },
): Promise<Match[]> =>
  transact(actor, async (tx) => {
    const { controllerId } = actor
    const { index } = await openControllerKeys(tx, controllerId)
    const byHash = new Map(keys.map((key) => [ledgerHash(index, sourceId, collection, key), key]))
    const entries = await tx.ledgerEntry.findMany({
      where: { controllerId, sourceId, collection, keyHash: { in: [...byHash.keys()] } },
      orderBy: [{ round: 'asc' }, { id: 'asc' }],
    })
    return entries.flatMap(({ keyHash, requestId, changes, ownerHash: owner }) => {
      const key = byHash.get(keyHash)
      if (!key) return []
      return [
        {
          key,
          requestId,
          changes: changes as Match['changes'],
          salt: erasureSalt(index, requestId, sourceId),
          isOwner: (digest: string) => owner === null || owner === ownerHash(index, sourceId, collection, digest),
        },
      ]
    })
  })
