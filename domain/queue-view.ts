import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { RIGHTS } from './request.ts'

export const QUEUE_VIEWS = ['mine', 'unassigned', 'at-risk', 'waiting', 'breached', 'open', 'closed'] as const
export type QueueView = (typeof QUEUE_VIEWS)[number]

export const QUEUE_SORTS = ['due', 'due-last', 'newest', 'oldest'] as const
export type QueueSort = (typeof QUEUE_SORTS)[number]

/** A request with less than this to go is at risk, whichever comes first. */
export const AT_RISK_HOURS = 24
export const AT_RISK_SHARE_LEFT = 0.25
export const QUEUE_PAGE = 50

/** An address typed by hand shows a queue anyway: whatever cannot be read counts as not said. */
export const QueueQuery = z.object({
  view: z.enum(QUEUE_VIEWS).catch('at-risk'),
  right: z.enum(RIGHTS).nullable().catch(null),
  controller: z.uuid().nullable().catch(null),
  sort: z.enum(QUEUE_SORTS).catch('due'),
  q: z.string().trim().min(1).max(64).nullable().catch(null),
  after: z
    .string()
    .regex(/^\d{1,16}_[0-9a-f-]{36}$/)
    .nullable()
    .catch(null),
})
export type QueueQuery = z.infer<typeof QueueQuery>

/** Where a page ends: the sort key in epoch milliseconds, and the id that breaks ties. */
export type Cursor = { atMs: number; id: string }

export function readCursor(after: string | null): Cursor | null {
  const [ms = '', id = ''] = (after ?? '').split('_')
  return id ? { atMs: Number(ms), id } : null
}
export const writeCursor = ({ atMs, id }: Cursor): string => `${atMs}_${id}`

/** The address of a queue: defaults stay unsaid, so that equal queues have equal addresses. */
export function queueAddress(query: Partial<QueueQuery> & { view: QueueView }): string {
  const { sort, ...rest } = query
  const said = Object.entries({ ...rest, sort: sort === 'due' ? null : sort }).filter(([, value]) => value)
  return `/desk/requests?${new URLSearchParams(said as [string, string][])}`
}

export type Urgency = 'calm' | 'soon' | 'urgent' | 'late'

/** How pressing a clock is: late, under 8 hours, under a day or under a quarter left, or none of these. */
export function urgency(startAt: Temporal.Instant, dueAt: Temporal.Instant, now: Temporal.Instant): Urgency {
  const left = now.until(dueAt).total('hours')
  if (left <= 0) return 'late'
  if (left < AT_RISK_HOURS / 3) return 'urgent'
  return left < AT_RISK_HOURS || shareRun(startAt, dueAt, now) > 1 - AT_RISK_SHARE_LEFT ? 'soon' : 'calm'
}

/** How much of a clock has run, 0 to 1. */
export function shareRun(startAt: Temporal.Instant, dueAt: Temporal.Instant, now: Temporal.Instant): number {
  const whole = startAt.until(dueAt).total('milliseconds')
  const run = startAt.until(now).total('milliseconds')
  return whole <= 0 ? 1 : Math.min(1, Math.max(0, run / whole))
}

/** Midnight that began this instant's local day. */
export const localDayStart = (now: Temporal.Instant, zone: string): Temporal.Instant =>
  now.toZonedDateTimeISO(zone).startOfDay().toInstant()
