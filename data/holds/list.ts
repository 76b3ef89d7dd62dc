import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'

export type DeskHold = {
  id: string
  sourceId: string
  collection: string
  field: string | null
  isRow: boolean
  ofPerson: boolean
  basis: string
  until: string | null
  placedAt: Temporal.Instant
  placedBy: string
  liftedAt: Temporal.Instant | null
}

/** The holds that were placed in a request, newest first. */
export async function listHolds(tx: Tx, requestId: string): Promise<DeskHold[]> {
  const holds = await tx.hold.findMany({ where: { requestId }, orderBy: { placedAt: 'desc' } })
  return holds.map(({ keyHash, contactIndex, placedAt, liftedAt, ...hold }) => ({
    ...hold,
    isRow: keyHash !== null,
    ofPerson: contactIndex !== null,
    placedAt: toInstant(placedAt),
    liftedAt: liftedAt && toInstant(liftedAt),
  }))
}
