import { Temporal } from 'temporal-polyfill'
import { type Ok, ok } from '../result.ts'
import { isExcludedDay, isNonWorkingDay } from './calendar.ts'
import type { Calendar, Clock } from './catalogue.ts'
import { type Deadline, restarts, type Trace, traceDeadline } from './deadline.ts'
import { EXPLAIN, type Words } from './explain-words.ts'
import { localDate } from './period.ts'
import type { CheckedQuery, DeadlineQuery, DeadlineRefusal, Pause } from './query.ts'
import { describeClock, formatDate, formatInstant, type Locale } from './wording.ts'

/**
 * The arithmetic of one clock, a sentence for each step: law, start, pauses, extension, count, holidays that were met,
 * roll, result, and the date beside it that no reading of the law makes earlier.
 */
export function explainDeadline(query: DeadlineQuery, locale: Locale): Ok<string[]> | DeadlineRefusal {
  const traced = traceDeadline(query)
  if (!traced.ok) return traced
  const about: About = { ...traced.value, words: EXPLAIN[locale], locale }
  return ok(
    [law, start, pauses, laterStart, extension, count, closedDays, shift, roll, result, conservative].flatMap((step) =>
      step(about),
    ),
  )
}

type About = { query: CheckedQuery; deadline: Deadline; trace: Trace; words: Words; locale: Locale }
type Step = (about: About) => string[]

/** A calendar that people know by its id, or in words the one that is no country's. */
const calendarName = ({ id }: Calendar, words: Words) => (id === 'WEEKENDS-ONLY' ? words.weekendsOnly : id)

const instant = ({ query, locale }: About, at: Temporal.Instant) => formatInstant(at, query.zone, locale)

const law: Step = ({ query: { clock }, words, locale }) => {
  const { label, cite } = describeClock(clock.id, locale)
  const isLaw = clock.kind === 'statutory' || clock.kind === 'guidance'
  return [words.law(label, cite, words.confidence[isLaw ? clock.confidence : 'policy'])]
}

const start: Step = (about) => {
  const { query, words, locale } = about
  if (query.startDate) return [words.startOfDate(formatDate(query.startDate, locale))]
  return [words.start(instant(about, query.receivedAt))]
}

const laterStart: Step = (about) => {
  const { query, deadline, words } = about
  const isLater = Temporal.Instant.compare(deadline.startAt, query.receivedAt) > 0
  return isLater ? [words.laterStart(instant(about, deadline.startAt))] : []
}

const pauses: Step = (about) => {
  const { query, trace, words } = about
  return query.pauses.map((pause) => {
    const [from, to] = [instant(about, pause.from), pause.to && instant(about, pause.to)]
    if (restarts(query.clock, pause)) return to ? words.restart(from, to) : words.restartAwaited(from)
    if (trace.ignored.has(pause)) return words.pauseIgnored(from)
    return to ? words.pause(from, to, daysOf(query, pause)) : words.pauseOpen(from)
  })
}

const daysOf = ({ zone }: CheckedQuery, { from, to }: Pause): number =>
  to ? localDate(from, zone).until(localDate(to, zone)).days : 0

const extension: Step = (about) => {
  const { query, deadline, words } = about
  if (!query.extension) return []
  const at = instant(about, query.extension.notifiedAt)
  return [deadline.flags.includes('extension_rejected') ? words.extensionRejected(at) : words.extension(at)]
}

const count: Step = ({ trace, deadline, query, words, locale }) => {
  if (!trace.duration || !deadline.dueAt) return []
  const { value, unit } = trace.duration
  const day = trace.countedDate ? formatDate(trace.countedDate, locale) : ''
  return [words.count[unit](value, day, query.clock.firstDay === 'start_date')]
}

/** The days on which a count of business days stood still, weekends apart. */
const closedDays: Step = ({ query: { calendar, zone, receivedAt }, trace, words, locale }) => {
  if (trace.duration?.unit !== 'business_days' || !trace.countedDate || !calendar) return []
  const from = localDate(receivedAt, zone)
  const length = from.until(trace.countedDate).days
  const days = Array.from({ length }, (_, index) => from.add({ days: index + 1 }))
  const closed = days.filter((day) => day.dayOfWeek <= 5 && isNonWorkingDay(calendar, day))
  return [words.calendar(calendarName(calendar, words), closed.map((day) => formatDate(day, locale)).join('; '))]
}

const shift: Step = ({ trace, words, locale }) =>
  trace.countedDate && trace.shiftDays > 0
    ? [words.shift(trace.shiftDays, formatDate(trace.countedDate.add({ days: trace.shiftDays }), locale))]
    : []

const CLOSED: Record<Exclude<Clock['roll'], 'none'>, typeof isNonWorkingDay> = {
  eu_working_day: isNonWorkingDay,
  sg_excluded_day: isExcludedDay,
}

const roll: Step = ({ query: { clock, calendar }, trace, deadline, words, locale }) => {
  if (!trace.countedDate || !calendar || clock.roll === 'none' || !deadline.dueLocalDate) return []
  const day = trace.countedDate.add({ days: trace.shiftDays })
  if (!CLOSED[clock.roll](calendar, day)) return []
  const last = Temporal.PlainDate.from(deadline.dueLocalDate)
  return [words.roll(formatDate(day, locale), formatDate(last, locale), calendarName(calendar, words))]
}

const result: Step = (about) => {
  const { deadline, words, query, locale } = about
  if (deadline.flags.includes('awaiting_verification')) return [words.awaitingVerification]
  if (!deadline.dueAt || !deadline.boundary) {
    const { validFrom } = query.clock
    return [words.state[deadline.state](validFrom ? formatDate(Temporal.PlainDate.from(validFrom), locale) : '')]
  }
  const at = instant(about, deadline.dueAt)
  const day = deadline.dueLocalDate ? formatDate(Temporal.PlainDate.from(deadline.dueLocalDate), locale) : ''
  return [words.result[deadline.boundary](at, day)]
}

const conservative: Step = (about) => {
  const { deadline, words } = about
  const { conservativeDueAt: safe, dueAt } = deadline
  const isSame = safe && dueAt && Temporal.Instant.compare(safe, dueAt) === 0
  if (!safe || isSame) return []
  const lastDay = localDate(safe.subtract({ nanoseconds: 1 }), about.query.zone)
  const until = words.endOf(formatDate(lastDay, about.locale))
  return [words.conservative(deadline.boundary === 'exclusive' ? until : instant(about, safe))]
}
