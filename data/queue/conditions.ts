import type { Temporal } from 'temporal-polyfill'
import { toDate } from '#data/instant.ts'
import { AT_RISK_HOURS, AT_RISK_SHARE_LEFT, type QueueView } from '#domain/queue-view.ts'
import { OPEN_STATUSES } from '#domain/request.ts'
import { Prisma } from '#prisma/generated/client.ts'

const isOpen = Prisma.sql`r.status = any (${[...OPEN_STATUSES]}::text[])`
const isAsked = Prisma.sql`exists (select from question q where q.request_id = r.id and q.answered_at is null)`
const isUnproved = Prisma.sql`r.verified_at is null and r.status = any (${['received', 'verifying', 'lapsed']}::text[])`

/**
 * What each saved view holds, over `request r`. A request nobody proved stays at risk even after it lapsed; one that missed
 * any of its clocks stays breached while it is open, also when that was the acknowledgement and no other clock is near.
 */
export function conditionOf(view: QueueView, userId: string, now: Temporal.Instant): Prisma.Sql {
  const at = Prisma.sql`${toDate(now)}::timestamptz`
  const soon = Prisma.sql`${toDate(now.add({ hours: AT_RISK_HOURS }))}::timestamptz`
  const conditions: Record<QueueView, Prisma.Sql> = {
    mine: Prisma.sql`(${isOpen} and r.assignee_id = ${userId}::uuid)`,
    unassigned: Prisma.sql`(${isOpen} and r.assignee_id is null)`,
    'at-risk': Prisma.sql`((${isOpen} and (r.next_due_at < ${soon}
      or r.next_due_at - ${at} < (r.next_due_at - r.received_at) * ${AT_RISK_SHARE_LEFT}::float8)) or (${isUnproved}))`,
    waiting: Prisma.sql`(r.status = any (${['received', 'verifying']}::text[]) or (${isOpen} and ${isAsked}))`,
    breached: Prisma.sql`(${isOpen} and (r.next_due_at <= ${at}
      or r.id in (select c.request_id from clock c where c.state = 'breached')))`,
    open: Prisma.sql`(${isOpen})`,
    closed: Prisma.sql`(not ${isOpen})`,
  }
  return conditions[view]
}
