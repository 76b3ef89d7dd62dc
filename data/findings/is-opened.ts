import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { Actor } from '#domain/actor.ts'
import type { EventType } from '#domain/event.ts'
import { OPENING_MINUTES } from '#domain/opening.ts'
import type { Prisma } from '#prisma/generated/client.ts'

/**
 * Whether this user gave a reason a moment ago: the audit entry itself is what opens, so nothing is seen unrecorded.
 * @param findingId a finding's rows; null: the person's name and contact
 */
export const isOpened = (
  tx: Tx,
  actor: Actor,
  requestId: string,
  findingId: string | null,
  now: Temporal.Instant,
): Promise<boolean> =>
  hasOpened(
    tx,
    actor,
    requestId,
    findingId
      ? { type: 'finding.opened', data: { path: ['findingId'], equals: findingId } }
      : { type: 'contact.revealed' },
    now,
  )

/** The same of the old and new values of a rectification. */
export const areCorrectionsOpened = (tx: Tx, actor: Actor, requestId: string, now: Temporal.Instant) =>
  hasOpened(tx, actor, requestId, { type: 'corrections.opened' }, now)

async function hasOpened(
  tx: Tx,
  actor: Actor,
  requestId: string,
  what: Prisma.EventWhereInput & { type: EventType },
  now: Temporal.Instant,
): Promise<boolean> {
  if (actor.kind !== 'staff') return false
  const since = toDate(now.subtract({ minutes: OPENING_MINUTES }))
  const by = { path: ['userId'], equals: actor.userId }
  const opened = await tx.event.findFirst({
    where: { ...what, requestId, at: { gt: since }, actor: by },
    select: { id: true },
  })
  return opened !== null
}
