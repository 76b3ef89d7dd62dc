import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Urgency, urgency } from './queue-view.ts'

export const BOARD_DAYS = 7
export const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

/** One hour of the board (`2026-11-22T15`), or all of it; whatever cannot be read counts as not said. */
export const BoardQuery = z.object({
  at: z
    .string()
    .regex(/^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3])$/)
    .nullable()
    .catch(null),
})
export type BoardQuery = z.infer<typeof BoardQuery>

/** From now to the midnight that ends the seventh local day. */
export const boardEnd = (now: Temporal.Instant, zone: string): Temporal.Instant =>
  now.toZonedDateTimeISO(zone).startOfDay().add({ days: BOARD_DAYS }).toInstant()

export const hourName = (date: string, hour: number): string => `${date}T${String(hour).padStart(2, '0')}`

export type BoardHour = { name: string; hour: number; due: number; urgency: Urgency; isPast: boolean }
export type BoardDay = { date: string; due: number; hours: BoardHour[] }

/** Seven local days of 24 hours on the wall, with how much falls due in each. An hour that summer time repeats is one. */
export function boardDays(due: ReadonlyMap<string, number>, now: Temporal.Instant, zone: string): BoardDay[] {
  const here = now.toZonedDateTimeISO(zone)
  const midnight = here.startOfDay()
  return Array.from({ length: BOARD_DAYS }, (_, index) => {
    const day = midnight.add({ days: index })
    const date = day.toPlainDate().toString()
    const hours = HOURS.map((hour) => {
      const name = hourName(date, hour)
      const endsAt = day.with({ hour }).add({ hours: 1 }).toInstant()
      const isPast = index === 0 && hour < here.hour
      return { name, hour, due: due.get(name) ?? 0, urgency: urgency(now, endsAt, now), isPast }
    })
    return { date, due: hours.reduce((sum, hour) => sum + hour.due, 0), hours }
  })
}
