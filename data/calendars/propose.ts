import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { type HolidayProposal, mayLoad } from '#domain/holiday-proposal.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

type ProposeRefusal = 'not_allowed' | 'already_proposed'

/** Keeps a list for a second lead to look at; no date moves yet. One waits at a time for each calendar and year. */
export const proposeHolidays = (
  actor: Actor,
  { controllerId, calendarId, year, source, days }: HolidayProposal,
  now: Temporal.Instant,
): Promise<Result<{ listId: string }, ProposeRefusal>> =>
  transact(actor, async (tx) => {
    if (actor.kind !== 'staff' || !mayLoad(actor, controllerId)) return refuse('not_allowed')
    const listId = randomUUID()
    const list = { id: listId, controllerId, calendarId, year, source, days }
    const { count } = await tx.holidayList.createMany({
      data: [{ ...list, proposedBy: actor.userId, proposedAt: toDate(now) }],
      skipDuplicates: true,
    })
    if (count === 0) return refuse('already_proposed')
    const proposed = { type: 'calendar.proposed', listId, calendarId, year, days: days.length } as const
    await record(tx, actor, { controllerId }, proposed, now)
    return ok({ listId })
  })
