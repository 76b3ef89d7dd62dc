import type { Temporal } from 'temporal-polyfill'
import { type Ok, ok, type Refusal } from '../result.ts'
import type { Calendar } from './catalogue.ts'

/** A calendar has no list for a year that the count needs: nobody may guess it. */
export type CalendarGap = Refusal<'calendar_year_missing'> & { field: 'calendar'; calendar: string; year: number }
type Day = Ok<Temporal.PlainDate> | CalendarGap
type IsClosed = (calendar: Calendar, day: Temporal.PlainDate) => boolean

const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const
const SUNDAY = 7

const isHoliday: IsClosed = (calendar, day) => calendar.closedDays.has(day.toString())

/** Weekend or public holiday (Reg. 1182/71 art. 3(4); PP 33/2026 art. 1(19)). */
export const isNonWorkingDay: IsClosed = (calendar, day) =>
  calendar.weekend.some((name) => WEEKDAYS[day.dayOfWeek - 1] === name) || isHoliday(calendar, day)

/** Sunday or public holiday; a Saturday counts (Singapore, Interpretation Act 1965 s. 50). */
export const isExcludedDay: IsClosed = (calendar, day) => day.dayOfWeek === SUNDAY || isHoliday(calendar, day)

/** The `count`th open day after `day`. Fails closed as soon as it meets a year without a list. */
export function nthOpenDay(calendar: Calendar, day: Temporal.PlainDate, count: number, isClosed: IsClosed): Day {
  let current = day
  for (let open = 0; open < count; ) {
    current = current.add({ days: 1 })
    if (calendar.years !== 'every' && !calendar.years.includes(current.year)) return missing(calendar, current.year)
    if (!isClosed(calendar, current)) open += 1
  }
  return ok(current)
}

/** `day` itself when open, else the next open day. */
export const firstOpenDay = (calendar: Calendar, day: Temporal.PlainDate, isClosed: IsClosed): Day =>
  nthOpenDay(calendar, day.subtract({ days: 1 }), 1, isClosed)

const missing = (calendar: Calendar, year: number): CalendarGap => ({
  ok: false,
  reason: 'calendar_year_missing',
  field: 'calendar',
  calendar: calendar.id,
  year,
})
