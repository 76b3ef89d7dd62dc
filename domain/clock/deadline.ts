import { Temporal } from 'temporal-polyfill'
import { type Ok, ok } from '../result.ts'
import type { Clock } from './catalogue.ts'
import { type Boundary, boundaryOf, type Due, endOfPeriod, type FixedDuration, isOnTime, localDate } from './period.ts'
import { type CheckedQuery, checkQuery, type DeadlineQuery, type DeadlineRefusal, type Pause } from './query.ts'

export type DeadlineFlag =
  | 'start_time_assumed'
  | 'awaiting_verification'
  | 'pause_ignored'
  | 'extension_rejected'
  | 'processor_not_instructed_first'

export type Deadline = {
  /** The latest of the clock's start events known so far. */
  startAt: Temporal.Instant
  /** Null while paused, and where the law names no period or is not in force. */
  dueAt: Temporal.Instant | null
  /** Null only where there is no period. */
  boundary: Boundary | null
  dueLocalDate: string | null
  state: 'running' | 'paused' | 'no_fixed_period' | 'not_in_force'
  /** The same clock without roll, pause or later start: always shown beside the legal date. */
  conservativeDueAt: Temporal.Instant | null
  flags: DeadlineFlag[]
}

type Start = { at: Temporal.Instant; waitsFor: 'verification' | 'identity' | null }
type Standing = {
  duration: FixedDuration
  shiftDays: number
  paused: boolean
  flags: Set<DeadlineFlag>
  ignored: ReadonlySet<Pause>
}

/** How a deadline came about: the period that ran, the days pauses added, and the last day counted before they did. */
export type Trace = {
  duration: FixedDuration | null
  shiftDays: number
  /** Null where nothing was counted: no period, not in force, paused. */
  countedDate: Due['countedDate']
  /** Questions that did not stop the clock: no such pause in its law, or asked too late. */
  ignored: ReadonlySet<Pause>
}
type Traced = { query: CheckedQuery; deadline: Deadline; trace: Trace }

/** When one clock falls due, from what is known of it. Pure: the same query gives the same answer. */
export function computeDeadline(query: DeadlineQuery): Ok<Deadline> | DeadlineRefusal {
  const traced = traceDeadline(query)
  return traced.ok ? ok(traced.value.deadline) : traced
}

/** The same, with how it came about. */
export function traceDeadline(query: DeadlineQuery): Ok<Traced> | DeadlineRefusal {
  const checked = checkQuery(query)
  if (!checked.ok) return checked
  const answer = (deadline: Deadline, trace: Partial<Trace> = {}): Ok<Traced> =>
    ok({
      query: checked.value,
      deadline,
      trace: { duration: null, shiftDays: 0, countedDate: null, ignored: new Set(), ...trace },
    })
  const { clock, zone, duration } = checked.value
  const start = startOf(checked.value)
  const boundary = duration && boundaryOf(duration.unit)
  const idle = { startAt: start.at, dueAt: null, boundary, dueLocalDate: null, conservativeDueAt: null, flags: [] }
  if (clock.validFrom !== null && localDate(start.at, zone).toString() < clock.validFrom)
    return answer({ ...idle, state: 'not_in_force' })
  if (duration === null || boundary === null) return answer({ ...idle, state: 'no_fixed_period' })

  const standing = applyEvents(checked.value, start, duration)
  if (!standing.ok) return standing
  const conservative = endOfPeriod({
    ...periodOf(checked.value, standing.value.duration),
    startAt: earliestStart(checked.value),
    firstDay: clock.conservativeFirstDay ?? clock.firstDay,
    roll: 'none',
  })
  if (!conservative.ok) return conservative
  const flags = [...standing.value.flags, ...circumstances(checked.value, start, duration)]
  const common = { startAt: start.at, boundary, conservativeDueAt: conservative.value.dueAt, flags }
  if (standing.value.paused || start.waitsFor)
    return answer({ ...common, dueAt: null, dueLocalDate: null, state: 'paused' }, standing.value)
  const due = endOfPeriod({ ...periodOf(checked.value, duration), startAt: start.at, ...standing.value })
  if (!due.ok) return due
  const { dueAt, dueLocalDate, countedDate } = due.value
  return answer({ ...common, dueAt, dueLocalDate, state: 'running' }, { ...standing.value, countedDate })
}

const periodOf = ({ clock, zone, calendar, receivedAt }: CheckedQuery, duration: FixedDuration) => ({
  startAt: receivedAt,
  zone,
  duration,
  firstDay: clock.firstDay,
  roll: clock.roll,
  calendar,
  shiftDays: 0,
})

function startOf({ clock, receivedAt, verifiedAt, identityReceivedAt, pauses }: CheckedQuery): Start {
  const starts = new Set(clock.startEvents)
  if (starts.has('request_verified')) {
    if (!verifiedAt) return { at: receivedAt, waitsFor: 'verification' }
    return { at: latest(receivedAt, verifiedAt), waitsFor: null }
  }
  if (!starts.has('identity_info_received')) return { at: receivedAt, waitsFor: null }
  const questions = pauses.filter((pause) => restarts(clock, pause))
  const answers = [...questions.map(({ to }) => to), identityReceivedAt].filter((at) => at != null)
  const waits = !identityReceivedAt && questions.some(({ to }) => to === null)
  return { at: latest(receivedAt, ...answers), waitsFor: waits ? 'identity' : null }
}

/** A question about identity moves the start of such a clock (UK GDPR art. 12A) instead of pausing it. */
export const restarts = (clock: Clock, { reason }: Pause) =>
  clock.startEvents.includes('identity_info_received') && reason === 'identity_info_requested'

/** Pauses and the extension in the order they happened: each counts only if the clock had not run out by then. */
function applyEvents(query: CheckedQuery, start: Start, duration: FixedDuration): Ok<Standing> | DeadlineRefusal {
  const { clock, extension } = query
  const ignored = new Set<Pause>()
  const standing: Standing = { duration, shiftDays: 0, paused: false, flags: new Set(), ignored }
  const events: { at: Temporal.Instant; pause: Pause | null }[] = query.pauses
    .filter((pause) => !restarts(clock, pause))
    .map((pause) => ({ at: pause.from, pause }))
  if (extension) events.push({ at: extension.notifiedAt, pause: null })
  for (const { at, pause } of events.sort((a, b) => Temporal.Instant.compare(a.at, b.at))) {
    const due = endOfPeriod({ ...periodOf(query, duration), startAt: start.at, ...standing })
    if (!due.ok) return due
    const inTime = isOnTime(boundaryOf(duration.unit), due.value.dueAt, at)
    if (pause && inTime && pauses(query, pause)) addPause(standing, pause, start, query.zone)
    else if (pause) {
      ignored.add(pause)
      standing.flags.add('pause_ignored')
    } else if (inTime && clock.extension) standing.duration = fixed(clock.extension.total)
    else standing.flags.add('extension_rejected')
  }
  return ok(standing)
}

function pauses({ clock, receivedAt, zone }: CheckedQuery, { reason, from }: Pause): boolean {
  if (clock.pause.mode === 'none' || !clock.pause.on.some((question) => question === reason)) return false
  const waitedDays = localDate(receivedAt, zone).until(localDate(from, zone)).days
  return clock.pause.askedWithinDays === null || waitedDays <= clock.pause.askedWithinDays
}

function addPause(standing: Standing, { from, to }: Pause, start: Start, zone: string): void {
  if (to === null) standing.paused = true
  else {
    const counted = localDate(latest(from, start.at), zone).until(localDate(latest(to, start.at), zone))
    standing.shiftDays += counted.days
  }
}

function fixed({ value, unit }: { value: number | 'contract_days'; unit: FixedDuration['unit'] }): FixedDuration {
  if (value === 'contract_days') throw new Error('an extension must name its own length')
  return { value, unit }
}

/** For a breach, the first suspicion; otherwise the receipt. */
const earliestStart = ({ clock, receivedAt, firstSuspectedAt }: CheckedQuery): Temporal.Instant =>
  firstSuspectedAt && clock.rights.includes('breach') && Temporal.Instant.compare(firstSuspectedAt, receivedAt) < 0
    ? firstSuspectedAt
    : receivedAt

function circumstances(query: CheckedQuery, start: Start, duration: FixedDuration): DeadlineFlag[] {
  const { clock, startDate, processorInstructedAt, subjectNotifiedAt } = query
  const flags: DeadlineFlag[] = []
  if (startDate && duration.unit.startsWith('hours')) flags.push('start_time_assumed')
  if (start.waitsFor === 'verification') flags.push('awaiting_verification')
  const instructedFirst =
    processorInstructedAt && subjectNotifiedAt && Temporal.Instant.compare(processorInstructedAt, subjectNotifiedAt) < 0
  if (clock.processorsFirst && subjectNotifiedAt && !instructedFirst) flags.push('processor_not_instructed_first')
  return flags
}

const latest = (first: Temporal.Instant, ...others: Temporal.Instant[]): Temporal.Instant =>
  others.reduce((a, b) => (Temporal.Instant.compare(a, b) >= 0 ? a : b), first)
