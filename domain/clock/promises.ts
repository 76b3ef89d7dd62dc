import { Temporal } from 'temporal-polyfill'
import type { Right } from '../request.ts'
import { type ClockSettings, type StartedClock, startClocks } from './applicable.ts'
import { dateClock, type Story } from './story.ts'

type Duty = { clockId: string; kind: string; stopEvent: string | null }
/** A clock as it stands today. */
export type Standing = Duty & { state: string; dueAt: Temporal.Instant }
export type NewPromise<C extends Standing> = {
  /** the date that gives way; null where nothing was promised before */
  before: C | null
  after: StartedClock & { state: 'running' | 'paused' }
}

/**
 * What new settings promise a running request: a law that did not apply before starts its clock at receipt, and a date
 * that comes earlier than the one before takes its place. No date ever becomes a later one.
 */
export function newPromises<C extends Standing>(
  current: readonly C[],
  settings: ClockSettings,
  right: Right,
  story: Story,
): NewPromise<C>[] {
  if (isAnswered(current)) return []
  return startClocks(settings, right, story.receivedAt).flatMap((started): NewPromise<C>[] => {
    const before = current.find((clock) => isSameDuty(clock, started)) ?? null
    // An acknowledgement is owed once, on the day of receipt: no later law can ask for another.
    if (!before && started.stopEvent === 'acknowledged') return []
    if (before && !isOpen(before.state)) return []
    const after = promiseOf(started, story)
    return after && (!before || Temporal.Instant.compare(after.dueAt, before.dueAt) < 0) ? [{ before, after }] : []
  })
}

/** Whether a clock still has a date that may change. */
export const isOpen = (state: string) => state === 'running' || state === 'paused'

const isAnswered = (clocks: readonly Standing[]): boolean => {
  const answers = clocks.filter(({ stopEvent }) => stopEvent !== 'acknowledged')
  return answers.some(({ state }) => state === 'met') && !answers.some(({ state }) => isOpen(state))
}

/** The answer promised by contract is one duty, whichever of the contract's clocks counts it. */
export const isSameDuty = (one: Duty, other: Duty): boolean =>
  one.clockId === other.clockId ||
  (one.kind === 'contractual' && other.kind === 'contractual' && one.stopEvent === other.stopEvent)

/** While it waits for an answer, a clock shows the date that it would have had without the question. */
function promiseOf(started: StartedClock, story: Story): NewPromise<Standing>['after'] | null {
  const { state } = dateClock(started, story)
  const answered = { ...story, pauses: story.pauses.filter(({ to }) => to !== null) }
  const { startAt, dueAt, dueLocalDate, conservativeDueAt, flags } = dateClock(started, answered)
  if (dueAt === null || (state !== 'running' && state !== 'paused')) return null
  return { ...started, startAt, dueAt, dueLocalDate, conservativeDueAt, flags, state }
}
