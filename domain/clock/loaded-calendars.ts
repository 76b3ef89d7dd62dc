import { CALENDARS, type Calendar, CLOCKS, findCalendar, MEMBER_STATE } from './catalogue.ts'
import type { HolidayList } from './holiday-list.ts'

export type Calendars = ReadonlyMap<string, Calendar>
export type LoadedList = HolidayList & { calendarId: string }

/** Ends the id of the calendar on whose days the joint leave in its base's lists is also closed. */
const JOINT = '+JOINT'

/** The calendars that somebody can load a year for: not those that lack no year, nor those fed by another's list. */
export const LOADABLE_CALENDARS: readonly string[] = CALENDARS.filter(
  ({ id, years }) => years !== 'every' && !id.endsWith(JOINT),
).map(({ id }) => id)

/** The calendars that a list of this one feeds. */
export const fedBy = (calendarId: string): string[] =>
  [calendarId, `${calendarId}${JOINT}`].filter((id) => findCalendar(id) !== undefined)

/** The clocks that count by one of these, unless a request names another. */
export const clocksOn = (calendarIds: readonly string[]): string[] =>
  CLOCKS.filter(({ calendar }) => calendar !== null && calendarIds.includes(calendar)).map(({ id }) => id)

/** Those that the laws and promises of a controller count by. */
export function calendarsInUse(settings: { jurisdictions: readonly string[]; memberState?: string | null }): string[] {
  const used = CLOCKS.filter(
    ({ jurisdiction }) => jurisdiction === '*' || settings.jurisdictions.includes(jurisdiction),
  ).map(({ calendar }) => (calendar === MEMBER_STATE ? settings.memberState : calendar))
  return LOADABLE_CALENDARS.filter((id) => fedBy(id).some((fed) => used.includes(fed)))
}

/** The calendars that `lists` (one a calendar and year) change: a loaded year takes the place of a shipped one. */
export function loadCalendars(lists: readonly LoadedList[]): Calendars {
  const loaded = new Map<string, Calendar>()
  for (const list of lists)
    for (const id of [list.calendarId, `${list.calendarId}${JOINT}`]) {
      const calendar = loaded.get(id) ?? findCalendar(id)
      if (calendar && calendar.years !== 'every') loaded.set(id, withYear(calendar, calendar.years, list))
    }
  return loaded
}

function withYear(calendar: Calendar, years: readonly number[], { year, days }: HolidayList): Calendar {
  const leavesJointLeave = findCalendar(`${calendar.id}${JOINT}`) !== undefined
  const closed = days.filter(({ kind }) => kind === 'national' || !leavesJointLeave).map(({ date }) => date)
  const holidays = [...calendar.holidays.filter((day) => !day.startsWith(`${year}-`)), ...closed]
  return { ...calendar, years: [...new Set([...years, year])], holidays, closedDays: new Set(holidays) }
}
