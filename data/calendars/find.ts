import { z } from 'zod'
import type { Tx } from '#data/db.ts'
import { type Calendars, type LoadedList, loadCalendars } from '#domain/clock/loaded-calendars.ts'

export const Days = z.array(
  z.strictObject({ date: z.iso.date(), name: z.string(), kind: z.enum(['national', 'joint_leave']) }),
)

/** The calendars that a controller's approved lists change. */
export const findCalendars = async (tx: Tx, controllerId: string): Promise<Calendars> =>
  loadCalendars(await approvedLists(tx, controllerId))

/** The same, as if this list were approved too. */
export async function findCalendarsWith(tx: Tx, list: LoadedList & { controllerId: string }): Promise<Calendars> {
  const others = (await approvedLists(tx, list.controllerId)).filter(
    ({ calendarId, year }) => calendarId !== list.calendarId || year !== list.year,
  )
  return loadCalendars([...others, list])
}

async function approvedLists(tx: Tx, controllerId: string): Promise<LoadedList[]> {
  const lists = await tx.holidayList.findMany({ where: { controllerId, state: 'approved' } })
  return lists.map(({ calendarId, year, days }) => ({ calendarId, year, days: Days.parse(days) }))
}
