import { setTimeout as wait } from 'node:timers/promises'
import type { People } from './people.ts'
import { withClient } from './servers.ts'

/** An event whose jobs took long is looked at again after up to five minutes, and only then leaves the outbox. */
const QUIET_WITHIN_MS = 400_000

/** Waits until no request is open and the outbox is empty. @returns how long it took, or null when it never was */
export async function untilQuiet(people: People, portalUrl: string): Promise<number | null> {
  const startedAt = performance.now()
  await wait(1_000)
  for (; performance.now() - startedAt < QUIET_WITHIN_MS; await wait(500)) {
    if (people.open() > 0) continue
    const { rows } = await withClient(portalUrl, (client) => client.query('select count(*)::int as count from outbox'))
    if (rows[0]?.count === 0) return performance.now() - startedAt
  }
  return null
}
