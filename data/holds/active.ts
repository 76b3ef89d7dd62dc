import type { Tx } from '#data/db.ts'
import { openControllerKeys } from '#data/keys/controller-keys.ts'
import { ledgerHash } from '#data/ledger/hash.ts'
import type { ActiveHold } from '#domain/erasure/holds.ts'
import type { Hold } from '#prisma/generated/client.ts'

type Held = { id: string; controllerId: string; contactIndex: string | null }

/** The holds that stand in one source for a request: its own, and those placed on its person before. */
export async function findActiveHolds(tx: Tx, request: Held, sourceId: string): Promise<ActiveHold[]> {
  const holds = await tx.hold.findMany({
    where: { sourceId, liftedAt: null, OR: [{ requestId: request.id }, ...ofPerson(request)] },
    orderBy: { placedAt: 'asc' },
  })
  const { index } = await openControllerKeys(tx, request.controllerId)
  return holds.map((hold) => asActive(hold, index))
}

const ofPerson = ({ contactIndex }: Held) => (contactIndex === null ? [] : [{ contactIndex }])

export const asActive = (
  { id, sourceId, collection, field, keyHash, basis, until }: Omit<Hold, 'sealedReason'>,
  index: Uint8Array,
): ActiveHold => ({
  id,
  collection,
  field,
  basis,
  until,
  covers: keyHash === null ? null : (key) => ledgerHash(index, sourceId, collection, key) === keyHash,
})
