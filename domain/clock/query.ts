import { Temporal } from 'temporal-polyfill'
import { type Ok, ok, type Refusal } from '../result.ts'
import type { CalendarGap } from './calendar.ts'
import { type Calendar, type Clock, findCalendar, findClock, isZone, MEMBER_STATE } from './catalogue.ts'
import type { Calendars } from './loaded-calendars.ts'
import type { FixedDuration } from './period.ts'

export type Pause = { reason: string; from: Temporal.Instant; to: Temporal.Instant | null }

/** Everything one clock may depend on. Give `startAt`, or `startDate` for a paper slip without an hour (PP 33/2026 art. 22(b)). */
export type DeadlineQuery = {
  clockId: string
  /** IANA name; every local date is computed in it. */
  zone: string
  startAt?: Temporal.Instant
  startDate?: Temporal.PlainDate
  verifiedAt?: Temporal.Instant
  identityReceivedAt?: Temporal.Instant
  firstSuspectedAt?: Temporal.Instant
  pauses?: readonly Pause[]
  /** The instant at which the notice with reasons was sent to the subject. */
  extension?: { notifiedAt: Temporal.Instant }
  /** Replaces the clock's own calendar. */
  calendar?: string
  /** Stand in place of the shipped calendars of the same id. */
  calendars?: Calendars
  /** Days the controller promised: for CT-RESPONSE-DAYS only. */
  contractDays?: number
  processorInstructedAt?: Temporal.Instant
  subjectNotifiedAt?: Temporal.Instant
}

export type QueryFault =
  | 'unknown_clock'
  | 'unknown_zone'
  | 'unknown_calendar'
  | 'calendar_required'
  | 'contract_days_out_of_range'
  | 'start_required'
  | 'start_given_twice'
  | 'out_of_range'
  | 'before_start'
  | 'ends_before_start'
  | 'overlapping_pauses'
  | 'not_extendable'

/** Names the field at fault, as it is called in `DeadlineQuery` (`pauses[1].to`). */
export type DeadlineRefusal = (Refusal<QueryFault> & { field: string }) | CalendarGap

export type CheckedQuery = Omit<DeadlineQuery, 'calendar' | 'pauses'> & {
  clock: Clock
  duration: FixedDuration | null
  calendar: Calendar | null
  receivedAt: Temporal.Instant
  /** In order of their start, none over another. */
  pauses: readonly Pause[]
}

const EARLIEST = Temporal.Instant.from('1970-01-01T00:00:00Z')
const TOO_LATE = Temporal.Instant.from('2101-01-01T00:00:00Z')
const MOST_CONTRACT_DAYS = 366

export const fault = (reason: QueryFault, field: string): DeadlineRefusal => ({ ok: false, reason, field })

export function checkQuery(query: DeadlineQuery): Ok<CheckedQuery> | DeadlineRefusal {
  const clock = findClock(query.clockId)
  if (!clock) return fault('unknown_clock', 'clockId')
  if (!isZone(query.zone)) return fault('unknown_zone', 'zone')
  if (query.startAt && query.startDate) return fault('start_given_twice', 'startDate')
  const receivedAt = query.startAt ?? query.startDate?.toZonedDateTime(query.zone).toInstant()
  if (!receivedAt) return fault('start_required', 'startAt')
  const badInstant = findBadInstant(query, receivedAt)
  if (badInstant) return badInstant
  if (query.extension && !clock.extension) return fault('not_extendable', 'extension')
  if (query.extension && Temporal.Instant.compare(query.extension.notifiedAt, receivedAt) < 0)
    return fault('before_start', 'extension.notifiedAt')
  const pauses = inOrder(query.pauses ?? [])
  const badPause = findBadPause(pauses, receivedAt)
  if (badPause) return badPause
  const calendar = chooseCalendar(clock, query)
  if (!calendar.ok) return calendar
  const duration = fixDuration(clock, query.contractDays)
  if (!duration.ok) return duration
  return ok({ ...query, clock, duration: duration.value, calendar: calendar.value, receivedAt, pauses })
}

function findBadInstant(query: DeadlineQuery, receivedAt: Temporal.Instant): DeadlineRefusal | undefined {
  const { verifiedAt, identityReceivedAt, firstSuspectedAt, processorInstructedAt, subjectNotifiedAt } = query
  const instants: Record<string, Temporal.Instant | null | undefined> = {
    [query.startDate ? 'startDate' : 'startAt']: receivedAt,
    verifiedAt,
    identityReceivedAt,
    firstSuspectedAt,
    processorInstructedAt,
    subjectNotifiedAt,
    'extension.notifiedAt': query.extension?.notifiedAt,
  }
  query.pauses?.forEach(({ from, to }, index) => {
    instants[`pauses[${index}].from`] = from
    instants[`pauses[${index}].to`] = to
  })
  const bad = Object.entries(instants).find(([, instant]) => instant && !isInRange(instant))
  return bad && fault('out_of_range', bad[0])
}

/** From 1970 to 2100. */
export const isInRange = (instant: Temporal.Instant) =>
  Temporal.Instant.compare(instant, EARLIEST) >= 0 && Temporal.Instant.compare(instant, TOO_LATE) < 0

/** Each pause keeps its place in the question, so that a refusal can name it. */
const inOrder = (pauses: readonly Pause[]) =>
  pauses.map((pause, index) => ({ ...pause, index })).sort((a, b) => Temporal.Instant.compare(a.from, b.from))

function findBadPause(pauses: ReturnType<typeof inOrder>, receivedAt: Temporal.Instant): DeadlineRefusal | undefined {
  for (const [place, { from, to, index }] of pauses.entries()) {
    const previous = pauses[place - 1]
    if (Temporal.Instant.compare(from, receivedAt) < 0) return fault('before_start', `pauses[${index}].from`)
    if (to && Temporal.Instant.compare(to, from) < 0) return fault('ends_before_start', `pauses[${index}].to`)
    if (previous && (!previous.to || Temporal.Instant.compare(from, previous.to) < 0))
      return fault('overlapping_pauses', `pauses[${index}].from`)
  }
  return undefined
}

function chooseCalendar(clock: Clock, query: DeadlineQuery): Ok<Calendar | null> | DeadlineRefusal {
  const id = query.calendar ?? clock.calendar
  if (id === null) return ok(null)
  if (id === MEMBER_STATE) return fault('calendar_required', 'calendar')
  const calendar = query.calendars?.get(id) ?? findCalendar(id)
  return calendar ? ok(calendar) : fault('unknown_calendar', 'calendar')
}

function fixDuration(
  { duration }: Clock,
  contractDays: number | undefined,
): Ok<FixedDuration | null> | DeadlineRefusal {
  if (duration === null) return ok(null)
  const { value, unit } = duration
  if (value !== 'contract_days') return ok({ value, unit })
  const isPromise = contractDays !== undefined && Number.isInteger(contractDays)
  if (!isPromise || contractDays < 1 || contractDays > MOST_CONTRACT_DAYS)
    return fault('contract_days_out_of_range', 'contractDays')
  return ok({ value: contractDays, unit })
}
