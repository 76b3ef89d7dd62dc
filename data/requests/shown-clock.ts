import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import type { PromisedClock } from '#domain/clock/promise-words.ts'

/** A clock as its subject sees it. */
export type ShownClock = PromisedClock & { startAt: Temporal.Instant; zone: string }

/** Every clock of a request that stands, the earliest first. */
export async function listShownClocks(tx: Tx, requestId: string): Promise<ShownClock[]> {
  const clocks = await tx.clock.findMany({
    where: { requestId, state: { not: 'superseded' } },
    orderBy: { dueAt: 'asc' },
  })
  const extensions = await tx.event.findMany({
    where: { requestId, type: 'deadline.extended' },
    select: { data: true },
  })
  const extended = new Set(extensions.map(({ data }) => (data as { clockId: string }).clockId))
  return clocks.map(({ clockId, kind, state, startAt, dueAt, dueLocalDate, endedAt, stopEvent, zone }) => ({
    ...{ clockId, kind, state, dueLocalDate, stopEvent, zone },
    startAt: toInstant(startAt),
    dueAt: toInstant(dueAt),
    endedAt: endedAt && toInstant(endedAt),
    isExtended: extended.has(clockId),
  }))
}
