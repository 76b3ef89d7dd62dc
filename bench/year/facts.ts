import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import type { Right } from '#domain/request.ts'

export type EventFact = { id: string; type: string; data: Record<string, unknown>; at: Temporal.Instant }
export type ClockFact = {
  clockId: string
  state: string
  dueAt: Temporal.Instant
  endedAt: Temporal.Instant | null
  breachCause: string | null
}
export type NoticeFact = { eventId: string; kind: string; at: Temporal.Instant }
export type RequestFact = {
  reference: string
  right: Right
  status: string
  receivedAt: Temporal.Instant
  zone: string
  contractDays: number
  jurisdictions: string[]
  memberState: string | null
  /** the leads of its controller, who hear of every miss */
  leadIds: string[]
  /** in the order they were recorded */
  events: EventFact[]
  /** in the order their causes were recorded */
  clocks: ClockFact[]
  notices: NoticeFact[]
}
/** @property mailKeys one for each mail that was handed over */
export type Facts = { requests: RequestFact[]; mailKeys: string[]; until: Temporal.Instant }

const at = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
const READ = `
  select r.reference, r.right, r.status, ${at('r.received_at')} as "receivedAt", c.zone,
    c.contract_days as "contractDays", c.jurisdictions, c.member_state as "memberState",
    array(select u.id::text from "user" u where u.controller_id = c.id and u.role = 'lead') as "leadIds",
    coalesce((select jsonb_agg(jsonb_build_object('id', e.id, 'type', e.type, 'data', e.data, 'at', ${at('e.at')})
      order by e.seq) from event e where e.request_id = r.id), '[]') as events,
    coalesce((select jsonb_agg(jsonb_build_object('clockId', k.clock_id, 'state', k.state, 'dueAt', ${at('k.due_at')},
      'endedAt', ${at('k.ended_at')}, 'breachCause', k.breach_cause) order by e.seq, k.clock_id)
      from clock k join event e on e.id = k.cause_event_id where k.request_id = r.id), '[]') as clocks,
    coalesce((select jsonb_agg(jsonb_build_object('eventId', n.event_id, 'kind', n.kind, 'at', ${at('n.at')}))
      from notice n where n.request_id = r.id), '[]') as notices
  from request r join controller c on c.id = r.controller_id order by r.received_at`

const INSTANTS = ['at', 'dueAt', 'endedAt', 'receivedAt']
const revive = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(revive)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === 'data'
        ? inner
        : INSTANTS.includes(key) && typeof inner === 'string'
          ? Temporal.Instant.from(inner)
          : revive(inner),
    ]),
  )
}

/** Everything that was stored and mailed, read around the portal. */
export async function readFacts(client: pg.Client, dataDir: string, until: Temporal.Instant): Promise<Facts> {
  const { rows } = await client.query(READ)
  const files = (await readdir(join(dataDir, 'mail'))).filter((name) => name.endsWith('.json'))
  return {
    requests: revive(rows) as RequestFact[],
    mailKeys: files.map((name) => name.slice(25, -'.json'.length)),
    until,
  }
}
