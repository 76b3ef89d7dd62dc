import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { ANSWERS } from '#data/notices/record.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may, scopeOf } from '#domain/actor.ts'
import { type ReportGroup, type ReportPeriod, type ReportQuery, reportPeriod } from '#domain/report.ts'
import { Prisma } from '#prisma/generated/client.ts'

/** Hours from receipt; null while nothing of the kind has happened. */
export type Hours = { median: number; p90: number } | null
export type ReportLine = {
  /** a clock's id, a right, a controller's id, or a month (`2026-11`) in the desk's zone */
  key: string
  requests: number
  /** duties: done in time, not done in time, and those that can still be */
  onTime: number
  late: number
  open: number
  /** how often a duty was given more time, and how often one waited for the subject */
  extensions: number
  pauses: number
  toAcknowledge: Hours
  toVerify: Hours
  toAnswer: Hours
}
export type Report = { period: ReportPeriod; lines: ReportLine[]; all: ReportLine | null }

/** How the requests received in a period fared, for each of a group and for all of them together. */
export const measureReport = (actor: StaffActor, query: ReportQuery, now: Temporal.Instant): Promise<Report> =>
  transact(actor, async (tx) => {
    const { zone } = await tx.controller.findUniqueOrThrow({
      where: { id: actor.controllerId },
      select: { zone: true },
    })
    const period = reportPeriod(query, now, zone)
    const controllers = scopeOf(actor).filter(
      (id) => may(actor, 'see_queue', id) && (!query.controller || id === query.controller),
    )
    const received = Prisma.sql`r.controller_id = any (${controllers}::uuid[])
      and r.received_at >= ${toDate(period.startAt)}::timestamptz and r.received_at < ${toDate(period.endAt)}::timestamptz`
    const keys: Record<ReportGroup, Prisma.Sql> = {
      clock: Prisma.sql`c.clock_id`,
      right: Prisma.sql`r.right`,
      controller: Prisma.sql`r.controller_id::text`,
      month: Prisma.sql`to_char(r.received_at at time zone ${zone}, 'YYYY-MM')`,
    }
    const [all = null] = await measure(tx, received, Prisma.sql`'all'`, now)
    return { period, lines: await measure(tx, received, keys[query.by], now), all }
  })

type Measured = Omit<ReportLine, 'toAcknowledge' | 'toVerify' | 'toAnswer'> &
  Record<'acknowledged' | 'verified' | 'answered', [number | null, number | null] | null>

/**
 * The share in time is of duties, the hours are of requests: each request counts once for its key. A duty is the row that
 * no other superseded, so it counts once however often its date moved; the rows before it say what moved it.
 */
async function measure(tx: Tx, received: Prisma.Sql, key: Prisma.Sql, now: Temporal.Instant): Promise<ReportLine[]> {
  const at = Prisma.sql`coalesce(c.ended_at, ${toDate(now)}::timestamptz)`
  const isLate = Prisma.sql`(c.state = 'breached' or case c.boundary when 'inclusive' then ${at} > c.due_at else ${at} >= c.due_at end)`
  const spread = (to: Prisma.Sql) =>
    Prisma.sql`percentile_cont(array[0.5, 0.9]) within group (order by extract(epoch from ${to} - a.received_at) / 3600)`
  const rows = await tx.$queryRaw<Measured[]>`
    with duty as (
      select r.id, ${key} as key,
        count(*) filter (where c.state = 'met' and not ${isLate})::int as on_time,
        count(*) filter (where c.state = any (array['running', 'met', 'breached']) and ${isLate})::int as late,
        count(*) filter (where c.state = 'paused' or c.state = 'running' and not ${isLate})::int as open,
        sum(moved.extensions)::int as extensions, sum(moved.pauses)::int as pauses
      from request r join clock c on c.request_id = r.id and c.boundary <> 'not_before' and c.state <> 'superseded'
        cross join lateral (
          select count(*) filter (where e.type = 'deadline.extended') as extensions,
            count(*) filter (where e.type = 'question.asked') as pauses
          from clock m join event e on e.id = m.cause_event_id
          where m.request_id = c.request_id and m.clock_id = c.clock_id) moved
      where ${received} group by r.id, 2)
    select d.key, count(*)::int as requests, sum(d.on_time)::int as "onTime", sum(d.late)::int as late,
      sum(d.open)::int as open, sum(d.extensions)::int as extensions, sum(d.pauses)::int as pauses,
      ${spread(Prisma.sql`a.acknowledged_at`)} as acknowledged,
      ${spread(Prisma.sql`a.verified_at`)} as verified,
      ${spread(Prisma.sql`a.answered_at`)} as answered
    from duty d join lateral (
      select r.received_at, r.acknowledged_at, r.verified_at, (
        select min(n.at) from notice n where n.request_id = r.id and n.kind = any (${[...ANSWERS]}::text[])) as answered_at
      from request r where r.id = d.id) a on true
    group by d.key order by d.key`
  return rows.map(({ acknowledged, verified, answered, ...counts }) => ({
    ...counts,
    toAcknowledge: hours(acknowledged),
    toVerify: hours(verified),
    toAnswer: hours(answered),
  }))
}

function hours(spread: Measured['acknowledged']): Hours {
  const [median, p90] = spread ?? []
  return typeof median === 'number' && typeof p90 === 'number' ? { median, p90 } : null
}
