import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import type { StartedClock } from '#domain/clock/applicable.ts'
import { pointAtNextClock } from './end.ts'
import { insertClocks } from './insert.ts'
import { planMarks } from './marks.ts'

/** Starts clocks of a request that already runs. Called under the request's lock. */
export async function startClocksOf(
  tx: Tx,
  owner: { controllerId: string; id: string },
  clocks: readonly StartedClock[],
  causeEventId: string,
  now: Temporal.Instant,
): Promise<void> {
  if (clocks.length === 0) return
  await insertClocks(tx, owner, clocks, causeEventId)
  await pointAtNextClock(tx, owner)
  await planMarks(tx, owner, now)
}
