import type { Temporal } from 'temporal-polyfill'
import { log } from '#log'
import type { JobContext } from './define.ts'

const BATCH = 200
const AT_ONCE = 4

/**
 * Sees to everything that is due, a batch at a time. One that fails holds up no other and waits for the next sweep;
 * a batch with a failure in it is the last, so that what always fails is not tried without end.
 */
export async function sweepDue<T extends { id: string }>(
  { now, signal }: JobContext,
  find: (now: Temporal.Instant, most: number) => Promise<T[]>,
  see: (item: T, now: Temporal.Instant) => Promise<void>,
): Promise<void> {
  for (let isMore = true; isMore && !signal.aborted; ) {
    const due = await find(now(), BATCH)
    isMore = due.length === BATCH
    const seeOne = (item: T) =>
      see(item, now()).catch((error: Error) => {
        isMore = false
        log.error({ id: item.id, error: error.name }, 'not seen to')
      })
    for (let from = 0; from < due.length; from += AT_ONCE)
      await Promise.all(due.slice(from, from + AT_ONCE).map(seeOne))
  }
}
