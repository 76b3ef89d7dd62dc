import { Temporal } from 'temporal-polyfill'

export type MarkedClock = {
  clockId: string
  startAt: Temporal.Instant
  dueAt: Temporal.Instant
  stopEvent: string | null
}

/** `50%`, `75%`, `90%` of a clock's time, `24h` … `68h` after its start, or `alarm` while nothing was acknowledged. */
export type Mark = { name: string; at: Temporal.Instant }

const PERCENTS = [50, 75, 90]
const SHORT_HOURS = 72
const SHORT_MARKS_HOURS = [24, 48, 60, 68]
const ALARM_BEFORE_HOURS = 2
const ESCALATED = ['90%', 'alarm']

/** Marks that the lead hears of too. */
export const isEscalation = (mark: string): boolean => ESCALATED.includes(mark)

/** The instants at which somebody is told that a deadline comes nearer, the earliest first. */
export function clockMarks({ startAt, dueAt, stopEvent }: MarkedClock): Mark[] {
  const length = dueAt.epochMilliseconds - startAt.epochMilliseconds
  // A notice before an erasure falls due before what its clock counts from, within the hour.
  if (length < 0) return []
  const part = (percent: number) => startAt.add({ milliseconds: Math.floor((length * percent) / 100) })
  if (stopEvent === 'acknowledged')
    // A filing shortly before midnight still leaves half of what is left to act in.
    return [{ name: 'alarm', at: later(dueAt.subtract({ hours: ALARM_BEFORE_HOURS }), part(50)) }]
  const isShort = length === SHORT_HOURS * 3_600_000
  return [
    ...PERCENTS.map((percent) => ({ name: `${percent}%`, at: part(percent) })),
    ...(isShort ? SHORT_MARKS_HOURS.map((hours) => ({ name: `${hours}h`, at: startAt.add({ hours }) })) : []),
  ].sort((a, b) => Temporal.Instant.compare(a.at, b.at))
}

const later = (a: Temporal.Instant, b: Temporal.Instant) => (Temporal.Instant.compare(a, b) > 0 ? a : b)

/** The newest mark that was reached; null before the first, and once the deadline itself has passed. */
export function reachedMark(clock: MarkedClock, now: Temporal.Instant): Mark | null {
  if (Temporal.Instant.compare(now, clock.dueAt) > 0) return null
  return clockMarks(clock).findLast(({ at }) => Temporal.Instant.compare(at, now) <= 0) ?? null
}

/** When the next mark of any of these clocks is reached; null when none is left. */
export function nextMarkAt(clocks: readonly MarkedClock[], now: Temporal.Instant): Temporal.Instant | null {
  const ahead = clocks.flatMap(clockMarks).filter(({ at }) => Temporal.Instant.compare(at, now) > 0)
  return ahead.map(({ at }) => at).sort(Temporal.Instant.compare)[0] ?? null
}
