import { transact } from '#data/db.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { findCalendar } from '#domain/clock/catalogue.ts'
import type { Holiday } from '#domain/clock/holiday-list.ts'
import { fedBy } from '#domain/clock/loaded-calendars.ts'
import { mayLoad } from '#domain/holiday-proposal.ts'
import { Days, findCalendars } from './find.ts'
import { type ShownList, shown } from './list.ts'

export type FoundList = ShownList & {
  controllerName: string
  /** the controller's IANA zone */
  zone: string
  days: Holiday[]
  /** the days closed now in that year; null where there is no list for it */
  closedNow: string[] | null
}

/** One list, whatever became of it, beside what is counted now. */
export const findList = (actor: StaffActor, listId: string): Promise<FoundList | null> =>
  transact(actor, async (tx) => {
    const row = await tx.holidayList.findUnique({ where: { id: listId } })
    if (!row || !mayLoad(actor, row.controllerId)) return null
    const { controllerId, calendarId, year } = row
    const [list] = await shown(tx, actor, [row])
    const { name, zone } = await tx.controller.findUniqueOrThrow({ where: { id: controllerId } })
    // Where joint leave is counted, the calendar that counts it holds every day of the list.
    const whole = fedBy(calendarId).at(-1) ?? calendarId
    const calendar = (await findCalendars(tx, controllerId)).get(whole) ?? findCalendar(whole)
    const isListed = calendar && calendar.years !== 'every' && calendar.years.includes(year)
    const closedNow = isListed ? calendar.holidays.filter((day) => day.startsWith(`${year}-`)) : null
    return list ? { ...list, controllerName: name, zone, days: Days.parse(row.days), closedNow } : null
  })
