import type { Temporal } from 'temporal-polyfill'
import { databaseUrl, transact, withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { EventType } from '#domain/event.ts'
import { SteadyClient } from './steady-client.ts'

/** An event some of whose jobs may not be done. Ids only: the relay sees across controllers. */
export type WaitingEvent = {
  eventId: string
  controllerId: string
  requestId: string | null
  type: EventType
  relays: number
  /** names of the jobs that are done already */
  done: string[]
}

export const waitingEvents = (now: Temporal.Instant, most: number): Promise<WaitingEvent[]> =>
  withoutScope(
    (tx) => tx.$queryRaw<WaitingEvent[]>`
      select event_id as "eventId", controller_id as "controllerId", request_id as "requestId", type, relays, done
      from hakku.outbox_due(${toDate(now)}::timestamptz, ${most}::int)`,
  )

type Relayed = { eventId: string; lookAgainAt: Temporal.Instant; isSettled: boolean }

/**
 * Notes that events were handed to the queue, and when to look whether their jobs were done. Forgets those whose jobs
 * are all done; an event not yet sealed into the log stays.
 */
export const markRelayed = (relayed: readonly Relayed[]): Promise<void> =>
  withoutScope(async (tx) => {
    const ids = relayed.map(({ eventId }) => eventId)
    const due = relayed.map(({ lookAgainAt }) => toDate(lookAgainAt))
    await tx.$executeRaw`select hakku.outbox_relayed(${ids}::uuid[], ${due}::timestamptz[])::text`
    const settled = relayed.filter(({ isSettled }) => isSettled).map(({ eventId }) => eventId)
    if (settled.length > 0) await tx.$executeRaw`select hakku.outbox_settled(${settled}::uuid[])::text`
  })

type JobOfEvent = { controllerId: string; eventId: string; job: string }

export const isDone = ({ controllerId, eventId, job }: JobOfEvent): Promise<boolean> =>
  transact({ kind: 'system', controllerId, job }, async (tx) =>
    Boolean(await tx.effect.findUnique({ where: { eventId_job: { eventId, job } }, select: { job: true } })),
  )

/** The durable memory that a job was done for an event; saying it twice is harmless. */
export const markDone = ({ controllerId, eventId, job }: JobOfEvent, now: Temporal.Instant): Promise<void> =>
  transact({ kind: 'system', controllerId, job }, async (tx) => {
    await tx.effect.createMany({ data: [{ eventId, job, controllerId, at: toDate(now) }], skipDuplicates: true })
  })

/**
 * Calls `wake` whenever an event was committed. A lost connection only costs promptness: the caller looks by itself too.
 * @returns a function that stops listening
 */
export async function listenForEvents(wake: () => void, onLost: () => void): Promise<() => Promise<void>> {
  const client = new SteadyClient({ connectionString: databaseUrl() })
  client.on('notification', wake)
  client.on('error', onLost)
  client.on('end', onLost)
  await client.connect()
  await client.query('listen hakku_outbox')
  return async () => {
    client.removeListener('end', onLost)
    await client.end()
  }
}
