import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { namesOf } from '#data/queue/rows.ts'

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
  const names = await namesOf(
    tx,
    holds.map(({ placedBy }) => placedBy),
  )
  return holds.map(({ keyHash, contactIndex, placedAt, liftedAt, ...hold }) => ({
    id: hold.id,
    sourceId: hold.sourceId,
    collection: hold.collection,
    field: hold.field,
    basis: hold.basis,
    until: hold.until,
    placedBy: names.get(hold.placedBy) ?? '',
    isRow: keyHash !== null,
    ofPerson: contactIndex !== null,
    placedAt: toInstant(placedAt),
    liftedAt: liftedAt && toInstant(liftedAt),
  }))
}
