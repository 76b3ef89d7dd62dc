import type { Tx } from '#data/db.ts'
import type { Calendars } from '#domain/clock/loaded-calendars.ts'
import { findCalendars } from './find.ts'

// A lock that queues: under a stream of filings, shared locks on a row would keep a change waiting for ever.
const keyOf = (controllerId: string) => `dates ${controllerId}`

/**
 * The calendars for a transaction that writes dates. What changes calendars or settings waits until it ends, so that the
 * recalculation which follows misses no date.
 */
export async function holdCalendars(tx: Tx, controllerId: string): Promise<Calendars> {
  await tx.$queryRaw`select pg_advisory_xact_lock_shared(hashtextextended(${keyOf(controllerId)}, 0))::text`
  return findCalendars(tx, controllerId)
}

/** Called before a change of what dates are computed from: whoever is writing one by the old rules ends first. */
export async function waitForDates(tx: Tx, controllerId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${keyOf(controllerId)}, 0))::text`
}
