import { setTimeout as wait } from 'node:timers/promises'
import type { People } from './people.ts'
import { withClient } from './servers.ts'

/** What was lost with the queue is handed over again after as long as it is old, at most. */
const QUIET_WITHIN_MS = 600_000
const HURRY_EVERY_MS = 10_000

export type Quiet = { tookMs: number | null /** what was still open when it was given up */; open: readonly string[] }

/**
 * Waits until no request is open and the outbox is empty. Once every request has ended, what the outbox would look at
 * later is due at once: only its own tidying is left, and nobody learns anything from waiting for it.
 */
export async function untilQuiet(people: People, portalUrl: string): Promise<Quiet> {
  const startedAt = performance.now()
  let hurriedAt = Number.NEGATIVE_INFINITY
  let open: string[] = []
  await wait(1_000)
  for (; performance.now() - startedAt < QUIET_WITHIN_MS; await wait(500)) {
    open = [`${people.open()} requests`]
    if (people.open() > 0) continue
    const hurry = performance.now() - hurriedAt > HURRY_EVERY_MS
    if (hurry) hurriedAt = performance.now()
    const { rows } = await withClient(portalUrl, async (client) => {
      if (hurry) await client.query('update outbox set due_at = now() where due_at > now()')
      return client.query('select type, relays from outbox')
    })
    open = rows.map(({ type, relays }) => `${type} in the outbox, relayed ${relays} times`)
    if (open.length === 0) return { tookMs: performance.now() - startedAt, open }
  }
  return { tookMs: null, open }
}
