import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toIso } from '#data/instant.ts'
import { type Actor, actorRecord } from '#domain/actor.ts'
import { Event } from '#domain/event.ts'

/** Which controller, and which of its requests, an event is about. */
export type About = { controllerId: string; requestId?: string | null }

/**
 * The audit entry and the outbox entry are one write: nothing changes unseen, nothing seen goes unsent.
 * @returns the event's id
 */
export async function record(tx: Tx, actor: Actor, about: About, event: Event, at: Temporal.Instant): Promise<string> {
  const { type, ...data } = Event.parse(event)
  const id = randomUUID()
  const requestId = about.requestId ?? null
  const when = toIso(at)
  await tx.$executeRaw`
    with e as (
      insert into event (id, controller_id, request_id, type, actor, data, at)
      values (${id}::uuid, ${about.controllerId}::uuid, ${requestId}::uuid, ${type},
              ${JSON.stringify(actorRecord(actor))}::jsonb, ${JSON.stringify(data)}::jsonb, ${when}::timestamptz)
      returning id, controller_id, request_id, type, at
    )
    insert into outbox (event_id, controller_id, request_id, type, due_at)
    select id, controller_id, request_id, type, at from e`
  return id
}
