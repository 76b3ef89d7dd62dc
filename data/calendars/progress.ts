import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'

export type RecomputeProgress = {
  eventId: string
  cause: 'calendar.approved' | 'controller.settings_changed'
  total: number
  seen: number
  moved: number
  startedAt: Temporal.Instant
  finishedAt: Temporal.Instant | null
}

const MOST = 5

/** The last few recalculations of all running requests, the newest first. */
export async function recentRecomputes(tx: Tx, controllerId: string): Promise<RecomputeProgress[]> {
  const rows = await tx.recompute.findMany({ where: { controllerId }, orderBy: { startedAt: 'desc' }, take: MOST })
  const events = await tx.event.findMany({
    where: { controllerId, id: { in: rows.map(({ eventId }) => eventId) } },
    select: { id: true, type: true },
  })
  const causes = new Map(events.map(({ id, type }) => [id, type]))
  return rows.map(({ eventId, total, seen, moved, startedAt, finishedAt }) => ({
    ...{ eventId, total, seen, moved },
    cause: causes.get(eventId) as RecomputeProgress['cause'],
    startedAt: toInstant(startedAt),
    finishedAt: finishedAt && toInstant(finishedAt),
  }))
}
