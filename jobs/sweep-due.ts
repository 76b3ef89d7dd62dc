import type { Temporal } from 'temporal-polyfill'
import { log } from '#log'
import type { JobContext } from './define.ts'

const BATCH = 200
const AT_ONCE = 4

/**
 * Sees to everything that is due, a batch at a time. One that fails holds up no other, however many fail, and waits for
 * the next sweep.
 */
export async function sweepDue<T extends { id: string }>(
  { now, signal }: JobContext,
  find: (now: Temporal.Instant, most: number) => Promise<T[]>,
  see: (item: T, now: Temporal.Instant) => Promise<void>,
): Promise<void> {
  const failed = new Set<string>()
  for (let isMore = true; isMore && !signal.aborted; ) {
    // What failed is still due, and is found again.
    const most = BATCH + failed.size
    const found = await find(now(), most)
    isMore = found.length === most
    const due = found.filter(({ id }) => !failed.has(id))
    const seeOne = (item: T) =>
      see(item, now()).catch((error: Error) => {
        failed.add(item.id)
        log.error({ id: item.id, error: error.name }, 'not seen to')
      })
    for (let from = 0; from < due.length; from += AT_ONCE)
      await Promise.all(due.slice(from, from + AT_ONCE).map(seeOne))
  }
}
