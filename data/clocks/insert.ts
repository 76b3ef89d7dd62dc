import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { StartedClock } from '#domain/clock/applicable.ts'
import { CATALOGUE_VERSION } from '#domain/clock/catalogue.ts'

type Owner = { controllerId: string; id: string }
/** @property sealedReason why it was extended, in words */
export type NewClock = StartedClock & { state?: 'running' | 'paused'; sealedReason?: Uint8Array<ArrayBuffer> | null }

/** Dates that an event set. Nothing but their end can be written to them later. */
export async function insertClocks(
  tx: Tx,
  { controllerId, id: requestId }: Owner,
  clocks: readonly NewClock[],
  causeEventId: string,
): Promise<void> {
  await tx.clock.createMany({
    data: clocks.map(({ startAt, dueAt, conservativeDueAt, ...clock }) => ({
      ...clock,
      controllerId,
      requestId,
      causeEventId,
      catalogueVersion: CATALOGUE_VERSION,
      startAt: toDate(startAt),
      dueAt: toDate(dueAt),
      conservativeDueAt: conservativeDueAt && toDate(conservativeDueAt),
    })),
  })
}
