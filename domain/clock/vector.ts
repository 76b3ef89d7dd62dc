import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Ok, ok } from '../result.ts'
import { bindingClock, inOrderOfDeadline } from './binding.ts'
import { findClock } from './catalogue.ts'
import { computeDeadline, type Deadline } from './deadline.ts'
import { explainDeadline } from './explain.ts'
import { isOnTime } from './period.ts'
import { type DeadlineQuery, isInRange } from './query.ts'
import type { Locale } from './wording.ts'

const Instant = z
  .string()
  .max(64)
  .transform((text, context) => {
    try {
      return Temporal.Instant.from(text)
    } catch {
      context.addIssue({
        code: 'custom',
        message: 'expected an instant with its offset, such as 2026-11-20T15:04:00+07:00',
      })
      return z.NEVER
    }
  })
const LocalDate = z.iso.date('expected a date, such as 2026-11-20').transform((text) => Temporal.PlainDate.from(text))
const Name = z.string().min(1).max(100)

/**
 * One clock and what happened to it, as JSON: `at` with the offset it was noted with, or `date` alone for a paper slip.
 * Keys that are not listed (`label`, `expect`) are left alone.
 */
export const Vector = z.object({
  clock: Name,
  tz: Name,
  start: z.object({ at: Instant.optional(), date: LocalDate.optional() }),
  verified_at: Instant.nullish(),
  identity_received: Instant.nullish(),
  first_suspected: Instant.nullish(),
  pauses: z
    .array(z.object({ reason: Name, from: Instant, to: Instant.nullish() }))
    .max(1_000)
    .nullish(),
  extension: z.object({ notified_at: Instant }).nullish(),
  calendar: Name.nullish(),
  contract_days: z.number().nullish(),
  completed: z.union([Instant, z.object({ at: Instant }).transform(({ at }) => at)], 'expected an instant').nullish(),
  also: z.object({ processor_instructed_at: Instant.nullish(), subject_notified_at: Instant.nullish() }).nullish(),
})
export type Vector = z.infer<typeof Vector>

/** What a clock answers; instants in UTC. */
export type Answer = {
  deadline_utc: string | null
  boundary?: 'inclusive' | 'exclusive' | 'not_before'
  due_local_date?: string
  state: Deadline['state'] | 'met' | 'breached'
  flags: string[]
  conservative_deadline_utc?: string
  on_time?: boolean
}
/** @property calendar without a list for `year`, where that is what is missing */
export type VectorRefusal = { error: { field: string; reason: string; calendar?: string; year?: number } }
export type CaseAnswer = { id?: string; vectors: (Answer | VectorRefusal)[]; binding?: string | null; order?: string[] }

const Case = z.object({
  id: z.string().max(200).optional(),
  vectors: z.array(z.unknown()).max(1_000),
  expect_case: z.unknown().optional(),
})
const File = z.object({ cases: z.array(z.unknown()) })

/** The field of a query, as the JSON calls it. */
const FIELDS: Readonly<Record<string, string>> = {
  clockId: 'clock',
  zone: 'tz',
  startAt: 'start.at',
  startDate: 'start.date',
  verifiedAt: 'verified_at',
  identityReceivedAt: 'identity_received',
  firstSuspectedAt: 'first_suspected',
  'extension.notifiedAt': 'extension.notified_at',
  contractDays: 'contract_days',
  processorInstructedAt: 'also.processor_instructed_at',
  subjectNotifiedAt: 'also.subject_notified_at',
}

export function toQuery(vector: Vector): DeadlineQuery {
  const given: DeadlineQuery = {
    clockId: vector.clock,
    zone: vector.tz,
    pauses: (vector.pauses ?? []).map(({ reason, from, to }) => ({ reason, from, to: to ?? null })),
  }
  if (vector.start.at) given.startAt = vector.start.at
  if (vector.start.date) given.startDate = vector.start.date
  if (vector.verified_at) given.verifiedAt = vector.verified_at
  if (vector.identity_received) given.identityReceivedAt = vector.identity_received
  if (vector.first_suspected) given.firstSuspectedAt = vector.first_suspected
  if (vector.extension) given.extension = { notifiedAt: vector.extension.notified_at }
  if (vector.calendar) given.calendar = vector.calendar
  if (vector.contract_days != null) given.contractDays = vector.contract_days
  if (vector.also?.processor_instructed_at) given.processorInstructedAt = vector.also.processor_instructed_at
  if (vector.also?.subject_notified_at) given.subjectNotifiedAt = vector.also.subject_notified_at
  return given
}

type Evaluated = { vector: Vector; deadline: Deadline }
type Unanswered = { ok: false } & VectorRefusal['error']

/** @returns a refusal that names the field as the JSON calls it */
export function evaluate(raw: unknown): Ok<Evaluated> | Unanswered {
  const vector = Vector.safeParse(raw)
  if (!vector.success) {
    const [issue] = vector.error.issues
    return { ok: false, reason: issue?.message ?? 'malformed', field: fieldAt(issue?.path ?? []) }
  }
  const deadline = computeDeadline(toQuery(vector.data))
  if (!deadline.ok) return { ...deadline, field: FIELDS[deadline.field] ?? deadline.field }
  const bad = findBadCompletion(vector.data, deadline.value.startAt)
  return bad ? { ok: false, ...bad } : ok({ vector: vector.data, deadline: deadline.value })
}

/** `pauses[1].from` */
const fieldAt = (path: readonly PropertyKey[]): string =>
  path
    .map((part) => (typeof part === 'number' ? `[${part}]` : `.${String(part)}`))
    .join('')
    .slice(1) || 'vector'

/** What is done is over: nothing can be extended after it. */
function findBadCompletion(vector: Vector, startAt: Temporal.Instant): VectorRefusal['error'] | null {
  const { completed, extension } = vector
  if (!completed) return null
  if (!isInRange(completed)) return { field: 'completed', reason: 'out_of_range' }
  if (Temporal.Instant.compare(completed, receivedAt(vector) ?? startAt) < 0)
    return { field: 'completed', reason: 'before_start' }
  return extension && Temporal.Instant.compare(extension.notified_at, completed) > 0
    ? { field: 'extension.notified_at', reason: 'already_closed' }
    : null
}

const receivedAt = ({ start, tz }: Vector) => start.at ?? start.date?.toZonedDateTime(tz).toInstant()

function answerOf({ vector, deadline }: Evaluated): Answer {
  const { dueAt, boundary, dueLocalDate, state, flags, conservativeDueAt } = deadline
  const onTime = vector.completed ? wasOnTime(deadline, vector.completed) : null
  return {
    deadline_utc: dueAt?.toString() ?? null,
    ...(boundary && dueAt ? { boundary } : {}),
    ...(dueLocalDate ? { due_local_date: dueLocalDate } : {}),
    state: onTime === null ? state : onTime ? 'met' : 'breached',
    flags,
    ...(conservativeDueAt ? { conservative_deadline_utc: conservativeDueAt.toString() } : {}),
    ...(onTime === null ? {} : { on_time: onTime }),
  }
}

/** What is done while the clock stands still is in time; where there is no period there is no time. */
function wasOnTime({ dueAt, boundary, state }: Deadline, at: Temporal.Instant): boolean | null {
  if (state === 'paused') return true
  return dueAt && boundary ? isOnTime(boundary, dueAt, at) : null
}

function answer(evaluated: Ok<Evaluated> | Unanswered): Answer | VectorRefusal {
  if (evaluated.ok) return answerOf(evaluated.value)
  const { ok: _, ...error } = evaluated
  return { error }
}

/** Which clock of a case binds, and all its clocks by deadline; those without one have no place in the order. */
function answerCase(given: z.infer<typeof Case>): CaseAnswer {
  const evaluated = given.vectors.map(evaluate)
  const clocks = evaluated.flatMap((each) => {
    const clock = each.ok ? findClock(each.value.vector.clock) : undefined
    if (!each.ok || !clock) return []
    return [{ ...each.value.deadline, ...clock, stoppedAt: each.value.vector.completed ?? null }]
  })
  return {
    ...(given.id === undefined ? {} : { id: given.id }),
    vectors: evaluated.map(answer),
    binding: bindingClock(clocks)?.id ?? null,
    order: inOrderOfDeadline(clocks).map(({ id }) => id),
  }
}

/** Answers one vector, a case (`{vectors}`), a file of cases (`{cases}`), or an array of any of them, each in its place. */
export function answerJson(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map(answerJson)
  const file = File.safeParse(raw)
  if (file.success) return file.data.cases.map(answerJson)
  const given = Case.safeParse(raw)
  return given.success ? answerCase(given.data) : answer(evaluate(raw))
}

/** Every vector in what `answerJson` takes, in order. */
export function vectorsIn(raw: unknown): unknown[] {
  if (Array.isArray(raw)) return raw.flatMap(vectorsIn)
  const file = File.safeParse(raw)
  if (file.success) return file.data.cases.flatMap(vectorsIn)
  const given = Case.safeParse(raw)
  return given.success ? given.data.vectors : [raw]
}

/** The arithmetic of one vector in words. */
export function explainVector(raw: unknown, locale: Locale): Ok<string[]> | Unanswered {
  const evaluated = evaluate(raw)
  return evaluated.ok ? explainDeadline(toQuery(evaluated.value.vector), locale) : evaluated
}
