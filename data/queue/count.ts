import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may, scopeOf } from '#domain/actor.ts'
import { localDayStart, type QueueView } from '#domain/queue-view.ts'
import { OPEN_STATUSES } from '#domain/request.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { conditionOf } from './conditions.ts'

/** Everything but the closed ones, whose number only grows. */
const COUNTED = ['mine', 'unassigned', 'at-risk', 'waiting', 'breached', 'open'] as const satisfies readonly QueueView[]
type Counted = (typeof COUNTED)[number]

export type QueueCounts = Record<Counted, number> & {
  /** the binding clock ends within 24 hours; what it has ended is breached, not due */
  dueSoon: number
  receivedToday: number
  /** of these, in time by the controller's own day */
  acknowledgedToday: number
}

/** How many requests stand in each view, and how the day goes: one pass over what is not closed. */
export const countQueue = (actor: StaffActor, now: Temporal.Instant): Promise<QueueCounts> =>
  transact(actor, async (tx) => {
    const controllers = scopeOf(actor).filter((id) => may(actor, 'see_queue', id))
    const home = await tx.controller.findUniqueOrThrow({ where: { id: actor.controllerId }, select: { zone: true } })
    const counts = COUNTED.map(
      (view) => Prisma.sql`count(*) filter (where ${conditionOf(view, actor.userId, now)})::int`,
    )
    const [row] = await tx.$queryRaw<{ due_soon: number; counts: number[] }[]>`
      select array[${Prisma.join(counts)}] as counts,
        count(*) filter (where ${conditionOf('open', actor.userId, now)}
          and r.next_due_at > ${toDate(now)}::timestamptz
          and r.next_due_at <= ${toDate(now.add({ hours: 24 }))}::timestamptz)::int as due_soon
      from request r where r.controller_id = any (${controllers}::uuid[])
        and r.status = any (${[...OPEN_STATUSES, 'lapsed']}::text[])`
    const [day] = await tx.$queryRaw<{ received: number; acknowledged: number }[]>`
      select count(*)::int as received, count(c.id)::int as acknowledged
      from request r left join clock c on c.request_id = r.id and c.clock_id = 'CT-ACK-SAMEDAY' and c.state = 'met'
      where r.controller_id = any (${controllers}::uuid[])
        and r.received_at >= ${toDate(localDayStart(now, home.zone))}::timestamptz`
    return {
      ...(Object.fromEntries(COUNTED.map((view, index) => [view, row?.counts[index] ?? 0])) as Record<Counted, number>),
      dueSoon: row?.due_soon ?? 0,
      receivedToday: day?.received ?? 0,
      acknowledgedToday: day?.acknowledged ?? 0,
    }
  })
