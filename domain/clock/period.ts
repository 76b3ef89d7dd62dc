import { Temporal } from 'temporal-polyfill'
import { type Ok, ok } from '../result.ts'
import { type CalendarGap, firstOpenDay, isExcludedDay, isNonWorkingDay, nthOpenDay } from './calendar.ts'
import type { Calendar, Clock, Duration } from './catalogue.ts'

/** inclusive: on time iff t ≤ due. exclusive: on time iff t < due, the midnight that ends the due date. not_before: t ≥ due. */
export type Boundary = 'inclusive' | 'exclusive' | 'not_before'
export type FixedDuration = { value: number; unit: Duration['unit'] }
export type Due = {
  dueAt: Temporal.Instant
  dueLocalDate: string | null
  /** The last day counted, before pauses move it and before it rolls; null where no days are counted. */
  countedDate: Temporal.PlainDate | null
}

export type Period = {
  startAt: Temporal.Instant
  zone: string
  duration: FixedDuration
  firstDay: Clock['firstDay']
  roll: Clock['roll']
  calendar: Calendar | null
  /** Whole local days that pauses add before the roll. */
  shiftDays: number
}

const NOTICE_HOUR = Temporal.PlainTime.from('09:00')
const CLOSED_DAYS = { eu_working_day: isNonWorkingDay, sg_excluded_day: isExcludedDay }

export function boundaryOf(unit: Duration['unit']): Boundary {
  if (unit === 'hours' || unit === 'hours_before') return 'inclusive'
  return unit === 'min_notice_days' ? 'not_before' : 'exclusive'
}

export function isOnTime(boundary: Boundary, dueAt: Temporal.Instant, at: Temporal.Instant): boolean {
  const order = Temporal.Instant.compare(at, dueAt)
  return boundary === 'not_before' ? order >= 0 : order < (boundary === 'inclusive' ? 1 : 0)
}

export const localDate = (instant: Temporal.Instant, zone: string): Temporal.PlainDate =>
  instant.toZonedDateTimeISO(zone).toPlainDate()

/**
 * Where a period ends. Hours run on the UTC line and know no holiday; everything else is counted in local dates
 * (Reg. 1182/71 art. 3; Gov. Code 6800) and ends with the local midnight that closes the last of them.
 */
export function endOfPeriod(period: Period): Ok<Due> | CalendarGap {
  const { duration, startAt } = period
  if (duration.unit === 'hours') return instantDue(startAt.add({ hours: duration.value }))
  if (duration.unit === 'hours_before') return instantDue(startAt.subtract({ hours: duration.value }))
  if (duration.unit === 'min_notice_days') return endOfNotice(period)
  const counted = lastCountedDay(period)
  if (!counted.ok) return counted
  const shifted = counted.value.add({ days: period.shiftDays })
  const last = period.roll === 'none' ? ok(shifted) : firstOpenDay(listFor(period), shifted, CLOSED_DAYS[period.roll])
  if (!last.ok) return last
  const dueAt = last.value.add({ days: 1 }).toZonedDateTime(period.zone).toInstant()
  return ok({ dueAt, dueLocalDate: last.value.toString(), countedDate: counted.value })
}

const instantDue = (dueAt: Temporal.Instant) => ok<Due>({ dueAt, dueLocalDate: null, countedDate: null })

function lastCountedDay(period: Period): Ok<Temporal.PlainDate> | CalendarGap {
  const { duration, firstDay } = period
  const startDate = localDate(period.startAt, period.zone)
  const before = firstDay === 'start_date' ? startDate.subtract({ days: 1 }) : startDate
  if (duration.unit === 'business_days') return nthOpenDay(listFor(period), before, duration.value, isNonWorkingDay)
  if (duration.unit === 'calendar_days') return ok(before.add({ days: duration.value }))
  if (duration.unit === 'months') return ok(startDate.add({ months: duration.value }))
  return ok(startDate)
}

/** The first instant after so many full local days; with a calendar, 09:00 of the next business day. */
function endOfNotice({ startAt, zone, duration, calendar }: Period): Ok<Due> | CalendarGap {
  const day = localDate(startAt, zone).add({ days: duration.value + 1 })
  const first = calendar === null ? ok(day) : firstOpenDay(calendar, day, isNonWorkingDay)
  if (!first.ok) return first
  const dueAt = first.value.toZonedDateTime(
    calendar === null ? { timeZone: zone } : { timeZone: zone, plainTime: NOTICE_HOUR },
  )
  return ok({ dueAt: dueAt.toInstant(), dueLocalDate: first.value.toString(), countedDate: day })
}

function listFor({ calendar }: Period): Calendar {
  if (calendar === null) throw new Error('a business-day count or a roll without a calendar')
  return calendar
}
