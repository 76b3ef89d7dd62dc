import type pg from 'pg'

/** @property eventId an event that may stand as the cause of every date */
type Owner = { controllerId: string; eventId: string }

// Keys and counters are set by hand: a million rows through the verbs would take an hour.
const BATCH = `
  insert into batch
  select n, uuidv7(), now() - case
    when not $2 then interval '12 hours' * random()
    when n % 2 = 0 then interval '36 hours 1 second'
    else interval '72 hours 1 second' end
  from generate_series(1, $1::int) n`
const REQUESTS = `
  insert into request (id, controller_id, reference, "right", status, locale, channel, requester_kind, received_at,
                       submission_key, verified_at, next_due_at, next_clock_id, acknowledged_at)
  select b.id, $1, 'HK-' || b.id, 'access', 'collecting', 'id', 'portal', 'subject', b.at,
         b.id::text, b.at, b.at + interval '72 hours', 'ID-UU-32', b.at
  from batch b`
const CLOCKS = `
  insert into clock (id, controller_id, request_id, clock_id, kind, start_at, due_at, boundary, stop_event, zone,
                     contract_days, catalogue_version, cause_event_id, state, ended_at)
  select uuidv7(), $1, b.id, c.id, c.kind, b.at, b.at + c.length, c.boundary, c.stop, 'Asia/Jakarta', 14,
         'bench', $2, c.state, case when c.state = 'met' then b.at end
  from batch b, (values
    ('ID-UU-32', 'statutory', interval '72 hours', 'inclusive', 'access_given', 'running'),
    ('CT-DALANG-14D', 'contractual', interval '14 days', 'exclusive', 'response_sent', 'running'),
    ('CT-ACK-SAMEDAY', 'contractual', interval '8 hours', 'exclusive', 'acknowledged', 'met')
  ) c (id, kind, length, boundary, stop, state)`
const TIMERS = `
  insert into timer (id, controller_id, request_id, kind, due_at, done_at)
  select uuidv7(), $1, b.id, t.kind, b.at + t.after, case when t.is_done then b.at end
  from batch b, (values
    ('remind_unverified', interval '24 hours', true),
    ('mark_clocks', interval '36 hours', false)
  ) t (kind, after, is_done)`
// Of those that are missed, the last mark is behind.
const MARKED = `
  update timer t set done_at = t.due_at from batch b
  where t.request_id = b.id and t.kind = 'mark_clocks' and $1 and b.n % 2 = 1`

/**
 * Puts open requests with their clocks and timers straight into the tables, as the owner. Of those that are due, every
 * other reached half of its 72 hours a moment ago, the rest missed them; nothing of the others is due for a day.
 */
export async function insertRequests(
  client: pg.Client,
  { controllerId, eventId }: Owner,
  { count, isDue }: { count: number; isDue: boolean },
): Promise<void> {
  await client.query("set session_replication_role = 'replica'") // spares the foreign keys, which hold by construction
  await client.query('begin')
  await client.query('create temporary table batch (n int, id uuid, at timestamptz) on commit drop')
  await client.query(BATCH, [count, isDue])
  await client.query(REQUESTS, [controllerId])
  await client.query(CLOCKS, [controllerId, eventId])
  await client.query(TIMERS, [controllerId])
  await client.query(MARKED, [isDue])
  await client.query('commit')
  // As autovacuum would, which else works beside what is measured.
  await client.query('vacuum (analyze) request, clock, timer')
}
