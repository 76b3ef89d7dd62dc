import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { Actor } from '#domain/actor.ts'
import { OPENING_MINUTES } from '#domain/opening.ts'

/**
 * Whether this user gave a reason a moment ago: the audit entry itself is what opens, so nothing is seen unrecorded.
 * @param findingId a finding's rows; null: the person's name and contact
 */
export async function isOpened(
  tx: Tx,
  actor: Actor,
  requestId: string,
  findingId: string | null,
  now: Temporal.Instant,
): Promise<boolean> {
  if (actor.kind !== 'staff') return false
  const since = toDate(now.subtract({ minutes: OPENING_MINUTES }))
  const opened = await tx.event.findFirst({
    where: {
      requestId,
      type: findingId ? 'finding.opened' : 'contact.revealed',
      at: { gt: since },
      actor: { path: ['userId'], equals: actor.userId },
      ...(findingId && { data: { path: ['findingId'], equals: findingId } }),
    },
    select: { id: true },
  })
  return opened !== null
}
