import pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import type { EventJob } from '#jobs/define.ts'
import { JOBS } from '#jobs/index.ts'

/** What is still to be done at an instant, seen with the eyes of the database's owner. */
export type Pulse = {
  pending: (now: Temporal.Instant) => Promise<{ undone: number; timers: number; clocks: number }>
  /** when the next timer or clock comes due; null when none will */
  next: () => Promise<Temporal.Instant | null>
  /** Lets the relays look at the outbox now. */
  wake: () => Promise<void>
  client: pg.Client
}

const eventJobs = JOBS.filter((job): job is EventJob => 'on' in job)
const jobsOf = JSON.stringify(
  Object.fromEntries(
    [...new Set(eventJobs.flatMap(({ on }) => on))].map((type) => [
      type,
      eventJobs.filter(({ on }) => on.includes(type)).map(({ name }) => name),
    ]),
  ),
)

const PENDING = `
  select
    (select count(*)::int from outbox o where exists (
       select from jsonb_array_elements_text($1::jsonb -> o.type) j
       where not exists (select from effect e where e.event_id = o.event_id and e.job = j))) as undone,
    (select count(*)::int from timer where done_at is null and due_at <= $2) as timers,
    (select count(*)::int from clock where state = 'running'
       and (due_at < $2 or (due_at = $2 and boundary = 'exclusive'))) as clocks`
const NEXT = `
  select least((select min(due_at) from timer where done_at is null),
               (select min(due_at) from clock where state = 'running')) as at`

export async function openPulse(ownerUrl: string): Promise<Pulse> {
  const client = new pg.Client(ownerUrl)
  await client.connect()
  return {
    client,
    pending: async (now) => (await client.query(PENDING, [jobsOf, now.toString()])).rows[0],
    async next() {
      const at: Date | null = (await client.query(NEXT)).rows[0].at
      return at && Temporal.Instant.fromEpochMilliseconds(at.getTime())
    },
    wake: async () => void (await client.query('notify hakku_outbox')),
  }
}
