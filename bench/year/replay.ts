import { Temporal } from 'temporal-polyfill'
import { breachCause } from '#domain/clock/breach-cause.ts'
import { findClock } from '#domain/clock/catalogue.ts'
import { computeDeadline } from '#domain/clock/deadline.ts'
import { isOnTime } from '#domain/clock/period.ts'
import type { Pause } from '#domain/clock/query.ts'
import type { Right, Status } from '#domain/request.ts'
import type { EventFact, RequestFact } from './facts.ts'

type Version = {
  startAt: Temporal.Instant
  dueAt: Temporal.Instant
  state: 'running' | 'paused'
  from: Temporal.Instant
  to: Temporal.Instant
}
/** The whole life of one clock as the engine tells it from the events alone. */
export type Replayed = {
  stopEvent: string | null
  versions: Version[]
  state: 'running' | 'paused' | 'met' | 'breached' | 'void'
  endedAt: Temporal.Instant | null
}

const ANSWERS = ['answer-ready', 'answer', 'erasure-done', 'refusal', 'rectification-done']
const REASON: Record<string, string> = {
  identity: 'identity_info_requested',
  clarification: 'clarification_requested',
}

/** @property after events already recorded when the clock started */
export type StartedAt = { clockId: string; startAt: Temporal.Instant; after: number }

type Known = { verifiedAt?: Temporal.Instant; pauses: Map<string, Pause>; notifiedAt?: Temporal.Instant }

function learn(known: Known, clockId: string, { type, data, at }: EventFact): void {
  const question = String(data['questionId'])
  if (type === 'identity.proved') known.verifiedAt ??= at
  if (type === 'question.asked')
    known.pauses.set(question, { reason: REASON[String(data['about'])] ?? '', from: at, to: null })
  const asked = type === 'question.answered' && known.pauses.get(question)
  if (asked) known.pauses.set(question, { ...asked, to: at })
  if (type === 'deadline.extended' && data['clockId'] === clockId) known.notifiedAt = at
}

function engine(
  request: RequestFact,
  { clockId, startAt: receivedAt }: StartedAt,
  { pauses, notifiedAt, verifiedAt }: Known,
) {
  const clock = findClock(clockId)
  if (!clock) throw new Error(`no clock ${clockId}`)
  const answer = computeDeadline({
    clockId,
    zone: clock.zone === 'controller' ? request.zone : clock.zone,
    startAt: receivedAt,
    contractDays: request.contractDays,
    pauses: [...pauses.values()],
    ...(clock.calendar === 'member_state' && request.memberState ? { calendar: request.memberState } : {}),
    ...(verifiedAt ? { verifiedAt } : {}),
    ...(notifiedAt ? { extension: { notifiedAt } } : {}),
  })
  if (!answer.ok) throw new Error(`${clockId}: ${answer.reason}`)
  const { startAt, dueAt, state } = answer.value
  if (state !== 'running' && state !== 'paused') throw new Error(`${clockId} is ${state}`)
  return { startAt, dueAt, state }
}

/** What an event makes of an open clock. */
function endOf(event: EventFact, stopEvent: string | null, right: Right): 'met' | 'void' | null {
  if (event.type === 'request.withdrawn') return 'void'
  if (event.type !== 'notice.sent') return null
  const kind = String(event.data['kind'])
  // A stop answers a withdrawal altogether; of an erasure only the duty to stop.
  if (kind === 'processing-stopped')
    return right === 'consent_withdrawal' || stopEvent === 'processing_stopped' ? 'met' : null
  return ANSWERS.includes(kind) || (kind === 'acknowledgement' && stopEvent === 'acknowledged') ? 'met' : null
}

/** @param until when the simulation ended */
export function replay(request: RequestFact, started: StartedAt, until: Temporal.Instant): Replayed {
  const { clockId, startAt, after } = started
  const clock = findClock(clockId)
  const stopEvent = clock?.stopEvent ?? null
  const boundary = clock?.duration?.unit === 'hours' ? 'inclusive' : 'exclusive'
  const known: Known = { pauses: new Map() }
  const first = engine(request, started, known)
  if (!first.dueAt) throw new Error(`${clockId} has no date`)
  let current: Version = { ...first, dueAt: first.dueAt, from: startAt, to: until }
  const versions = [current]
  const isLate = (at: Temporal.Instant) => current.state === 'running' && !isOnTime(boundary, current.dueAt, at)
  const close = (state: Replayed['state'], at: Temporal.Instant | null): Replayed => {
    current.to = at ?? until
    return { stopEvent, versions, state, endedAt: at }
  }
  for (const event of request.events.slice(after)) {
    if (isLate(event.at)) return close('breached', null)
    const end = endOf(event, stopEvent, request.right)
    if (end) return close(end, event.at)
    learn(known, clockId, event)
    const { dueAt, state, ...dated } = engine(request, started, known)
    if (state === current.state && (dueAt === null || dueAt.equals(current.dueAt))) continue
    current.to = event.at
    current = { ...dated, dueAt: dueAt ?? current.dueAt, state, from: event.at, to: until }
    versions.push(current)
  }
  return isLate(until) ? close('breached', null) : close(current.state, null)
}

const STATUS_AFTER: Record<string, Status> = {
  'request.received': 'received',
  'identity.proved': 'collecting',
  'collecting.finished': 'reviewing',
  'review.sent_back': 'collecting',
  'request.approved': 'approved',
  'execution.started': 'executing',
  'request.fulfilled': 'fulfilled',
  'request.partly_fulfilled': 'partly_fulfilled',
  'request.refused': 'refused',
  'request.withdrawn': 'withdrawn',
  'request.lapsed': 'lapsed',
  'request.reopened': 'verifying',
}

/** Who had the ball when these events were all that had happened; a question asked after the miss is not to blame. */
export function causeAfter(events: readonly EventFact[], stopEvent: string | null, dueAt: Temporal.Instant): string {
  const count = (type: string) => events.filter((event) => event.type === type).length
  const countInTime = (type: string) =>
    events.filter((event) => event.type === type && Temporal.Instant.compare(event.at, dueAt) <= 0).length
  const last = events.findLast(({ type }) => type in STATUS_AFTER)
  return breachCause(stopEvent, {
    status: STATUS_AFTER[last?.type ?? ''] ?? 'received',
    isVerified: count('identity.proved') > 0,
    hasOpenQuestion: countInTime('question.asked') > countInTime('question.answered'),
    hasFailedTask: count('task.failed') > count('task.retried'),
  })
}

export const isSame = (a: Temporal.Instant | null, b: Temporal.Instant | null): boolean =>
  a === null || b === null ? a === b : Temporal.Instant.compare(a, b) === 0
