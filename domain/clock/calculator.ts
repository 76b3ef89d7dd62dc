import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { RIGHTS } from '../request.ts'
import type { CalendarGap } from './calendar.ts'
import { CLOCKS, type Clock, isZone, MEMBER_STATE, zoneOf } from './catalogue.ts'
import { computeDeadline, type Deadline } from './deadline.ts'
import { type DeadlineQuery, isInRange } from './query.ts'

/** The laws to ask about; in the European Union the holidays are those of one member state, or weekends alone. */
const PLACES_BY_ID = {
  ID: { jurisdiction: 'ID', calendar: null },
  'DE-BE': { jurisdiction: 'EU', calendar: 'DE-BE' },
  FR: { jurisdiction: 'EU', calendar: 'FR' },
  NL: { jurisdiction: 'EU', calendar: 'NL' },
  IE: { jurisdiction: 'EU', calendar: 'IE' },
  EU: { jurisdiction: 'EU', calendar: 'WEEKENDS-ONLY' },
  UK: { jurisdiction: 'UK', calendar: null },
  'US-CA': { jurisdiction: 'US-CA', calendar: null },
  SG: { jurisdiction: 'SG', calendar: null },
  JP: { jurisdiction: 'JP', calendar: null },
} as const
export type Place = keyof typeof PLACES_BY_ID
export const PLACES = Object.keys(PLACES_BY_ID) as Place[]

/** The zones offered; an address may name any other. */
export const CALCULATOR_ZONES = [
  'Asia/Jakarta',
  'Asia/Makassar',
  'Asia/Jayapura',
  'Asia/Singapore',
  'Asia/Tokyo',
  'Europe/London',
  'Europe/Dublin',
  'Europe/Paris',
  'Europe/Amsterdam',
  'Europe/Berlin',
  'America/Los_Angeles',
] as const

const text = (reason: string) => z.string(reason)
/** Each message is the reason by which the page finds its words. */
const Asked = z.object({
  right: z.enum(RIGHTS, 'choose_one'),
  place: z.enum(PLACES, 'choose_one'),
  date: text('missing').min(1, 'missing').pipe(z.iso.date('not_a_date')),
  /** Hour and minute; empty for a paper slip that bears a date alone (PP 33/2026 art. 22(b)). */
  time: z.union([z.literal(''), z.iso.time({ precision: -1, error: 'not_a_time' })], 'not_a_time').default(''),
  zone: text('unknown_zone').max(64, 'unknown_zone').refine(isZone, 'unknown_zone'),
})
export type Asked = z.infer<typeof Asked>
export type CalculatorField = keyof Asked

export type Calculation = { clock: Clock; query: DeadlineQuery; deadline: Deadline | CalendarGap }
type Answer =
  | { ok: true; asked: Asked; calculations: Calculation[] }
  | { ok: false; faults: { field: CalculatorField; reason: string }[] }

/** What the law of one place asks for after a request, the earliest first; what has no number stands last. */
export function calculate(given: Partial<Record<CalculatorField, string>>): Answer {
  const asked = Asked.safeParse(given)
  if (!asked.success) {
    const reasons = new Map(asked.error.issues.map(({ path, message }) => [path[0] as CalculatorField, message]))
    return { ok: false, faults: [...reasons].map(([field, reason]) => ({ field, reason })) }
  }
  const start = startOf(asked.data)
  if (!isInRange(start.startAt ?? start.startDate.toZonedDateTime(asked.data.zone).toInstant()))
    return { ok: false, faults: [{ field: 'date', reason: 'out_of_range' }] }
  const { jurisdiction } = PLACES_BY_ID[asked.data.place]
  const calculations = CLOCKS.filter(
    (clock) => clock.jurisdiction === jurisdiction && clock.startedBy.includes(asked.data.right),
  )
    .map((clock) => calculateOne(clock, asked.data, start))
    .sort((a, b) => (dueMs(a) < dueMs(b) ? -1 : 1))
  return { ok: true, asked: asked.data, calculations }
}

type Start = { startAt: Temporal.Instant; startDate?: never } | { startDate: Temporal.PlainDate; startAt?: never }

function startOf({ date, time, zone }: Asked): Start {
  const startDate = Temporal.PlainDate.from(date)
  if (time === '') return { startDate }
  return {
    startAt: startDate.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(time) }).toInstant(),
  }
}

function calculateOne(clock: Clock, { place, zone }: Asked, start: Start): Calculation {
  const { calendar } = PLACES_BY_ID[place]
  const query: DeadlineQuery = {
    clockId: clock.id,
    zone: zoneOf(clock, zone),
    ...start,
    ...(clock.calendar === MEMBER_STATE && calendar ? { calendar } : {}),
  }
  const deadline = computeDeadline(query)
  if (deadline.ok) return { clock, query, deadline: deadline.value }
  if (deadline.reason === 'calendar_year_missing') return { clock, query, deadline }
  throw new Error(`cannot calculate ${clock.id}: ${deadline.reason} (${deadline.field})`)
}

const dueMs = ({ deadline }: Calculation): number =>
  'dueAt' in deadline && deadline.dueAt ? deadline.dueAt.epochMilliseconds : Number.POSITIVE_INFINITY
