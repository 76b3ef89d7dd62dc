import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { decideListApproval } from '#domain/holiday-proposal.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { waitForDates } from './hold.ts'

type ApproveRefusal = 'not_found' | 'not_allowed' | 'already_decided' | 'same_person'

/** The second lead's word: from here the list counts, and the event sends every running request through the count again. */
export const approveHolidays = (
  actor: Actor,
  { listId }: { listId: string },
  now: Temporal.Instant,
): Promise<Result<null, ApproveRefusal>> =>
  transact(actor, async (tx) => {
    const found = await tx.holidayList.findUnique({ where: { id: listId } })
    if (!found || actor.kind !== 'staff') return refuse('not_found')
    const { controllerId, calendarId, year } = found
    await waitForDates(tx, controllerId)
    // Keeps a rejection out.
    await tx.$queryRaw`select id::text from holiday_list where id = ${listId}::uuid for update`
    const list = await tx.holidayList.findUniqueOrThrow({ where: { id: listId } })
    const decision = decideListApproval(actor, list)
    if (!decision.ok) return decision
    await tx.holidayList.updateMany({
      where: { controllerId, calendarId, year, state: 'approved' },
      data: { state: 'superseded' },
    })
    await tx.holidayList.update({
      where: { id: listId },
      data: { state: 'approved', decidedBy: actor.userId, decidedAt: toDate(now) },
    })
    await record(tx, actor, { controllerId }, { type: 'calendar.approved', listId, calendarId, year }, now)
    return ok(null)
  })
