import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { calendarsInUse } from '#domain/clock/loaded-calendars.ts'
import { CALENDAR_MISSING } from '#domain/clock/story.ts'
import { type ListState, mayLoad } from '#domain/holiday-proposal.ts'
import type { HolidayList as Row } from '#prisma/generated/client.ts'
import { type RecomputeProgress, recentRecomputes } from './progress.ts'

export type ShownList = {
  id: string
  controllerId: string
  calendarId: string
  year: number
  source: string
  state: ListState
  /** null where the account is gone or belongs to an employer whose people the reader does not see */
  proposedBy: string | null
  isOwn: boolean
  proposedAt: Temporal.Instant
  decidedBy: string | null
  decidedAt: Temporal.Instant | null
  rejection: string | null
}

export type HolidayOverview = {
  zone: string
  /** the newest first, at most 50 */
  lists: ShownList[]
  inUse: string[]
  /** running clocks that are dated on weekends alone */
  missing: number
  recomputes: RecomputeProgress[]
}

const MOST = 50

/** What a controller's calendars rest on. @returns null for whoever does not load them */
export const listHolidays = (actor: StaffActor, controllerId: string): Promise<HolidayOverview | null> =>
  transact(actor, async (tx) => {
    const controller = await tx.controller.findUnique({ where: { id: controllerId } })
    if (!controller || !mayLoad(actor, controllerId)) return null
    const rows = await tx.holidayList.findMany({ where: { controllerId }, orderBy: { proposedAt: 'desc' }, take: MOST })
    const missing = await tx.clock.count({
      where: { controllerId, state: { in: ['running', 'paused'] }, flags: { has: CALENDAR_MISSING } },
    })
    return {
      zone: controller.zone,
      lists: await shown(tx, actor, rows),
      inUse: calendarsInUse(controller),
      missing,
      recomputes: await recentRecomputes(tx, controllerId),
    }
  })

/** Rows with the names of those who loaded and decided. */
export async function shown(tx: Tx, actor: StaffActor, rows: readonly Row[]): Promise<ShownList[]> {
  const ids = rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])])
  const people = await tx.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  const names = new Map(people.map(({ id, name }) => [id, name]))
  return rows.map(({ proposedBy, decidedBy, proposedAt, decidedAt, state, days: _, ...row }) => ({
    ...row,
    state: state as ListState,
    proposedBy: names.get(proposedBy) ?? null,
    isOwn: proposedBy === actor.userId,
    proposedAt: toInstant(proposedAt),
    decidedBy: decidedBy ? (names.get(decidedBy) ?? null) : null,
    decidedAt: decidedAt && toInstant(decidedAt),
  }))
}
