import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { decideRejection, type RejectionWords } from '#domain/holiday-proposal.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** Turns a proposed list down, or takes one's own back; it stays to be read. */
export const rejectHolidays = (
  actor: Actor,
  { listId, reason }: RejectionWords,
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed' | 'already_decided'>> =>
  transact(actor, async (tx) => {
    const list = await tx.holidayList.findUnique({ where: { id: listId } })
    if (!list || actor.kind !== 'staff') return refuse('not_found')
    const decision = decideRejection(actor, list)
    if (!decision.ok) return decision
    const { count } = await tx.holidayList.updateMany({
      where: { id: listId, state: 'proposed' },
      data: { state: 'rejected', decidedBy: actor.userId, decidedAt: toDate(now), rejection: reason },
    })
    if (count === 0) return refuse('already_decided')
    const { controllerId, calendarId, year } = list
    await record(tx, actor, { controllerId }, { type: 'calendar.rejected', listId, calendarId, year }, now)
    return ok(null)
  })
