import { Temporal } from 'temporal-polyfill'
import type { Event } from '../event.ts'
import { type Clock, findClock } from './catalogue.ts'
import { computeDeadline, type Deadline } from './deadline.ts'
import { explainDeadline } from './explain.ts'
import { EXPLAIN } from './explain-words.ts'
import type { Calendars } from './loaded-calendars.ts'
import type { DeadlineQuery, Pause } from './query.ts'
import type { Locale } from './wording.ts'

/** What has happened to a request, as far as it can move a clock. */
export type Story = {
  receivedAt: Temporal.Instant
  verifiedAt: Temporal.Instant | null
  /** In the order they were asked; `to` is null while the answer is awaited. */
  pauses: readonly Pause[]
  /** Per clock, when its extension was announced. */
  extendedAt: ReadonlyMap<string, Temporal.Instant>
  /** What the controller loaded over the shipped calendars. */
  calendars?: Calendars
}
export type Moment = { at: Temporal.Instant; event: Event }

/** What one clock was promised on; kept with it, so that later settings cannot change it. */
export type Basis = { clockId: string; zone: string; contractDays: number; calendar: string | null }

/** No list of holidays can make a date earlier than this calendar does, so nobody waits for a list. */
const LOWER_BOUND = 'WEEKENDS-ONLY'

/** The flag of a date that stands on weekends alone. */
export const CALENDAR_MISSING = 'calendar_missing'

const REASON = { identity: 'identity_info_requested', clarification: 'clarification_requested' } as const

/** Reads the story out of a request's events, oldest first. */
export function storyOf(receivedAt: Temporal.Instant, moments: readonly Moment[]): Story {
  let verifiedAt: Temporal.Instant | null = null
  const pauses = new Map<string, Pause>()
  const extendedAt = new Map<string, Temporal.Instant>()
  for (const { at, event } of moments) {
    if (event.type === 'identity.proved') verifiedAt ??= at
    if (event.type === 'question.asked')
      pauses.set(event.questionId, { reason: REASON[event.about], from: at, to: null })
    if (event.type === 'deadline.extended') extendedAt.set(event.clockId, at)
    const asked = event.type === 'question.answered' ? pauses.get(event.questionId) : undefined
    if (asked && event.type === 'question.answered') pauses.set(event.questionId, { ...asked, to: at })
  }
  return { receivedAt, verifiedAt, pauses: [...pauses.values()], extendedAt }
}

export function queryOf({ clockId, zone, contractDays, calendar }: Basis, story: Story): DeadlineQuery {
  const notifiedAt = story.extendedAt.get(clockId)
  return {
    clockId,
    zone,
    contractDays,
    startAt: story.receivedAt,
    pauses: story.pauses,
    ...(story.verifiedAt ? { verifiedAt: story.verifiedAt } : {}),
    ...(calendar ? { calendar } : {}),
    ...(story.calendars ? { calendars: story.calendars } : {}),
    ...(notifiedAt ? { extension: { notifiedAt } } : {}),
  }
}

/**
 * Where a clock stands. A year without its list of holidays gives the date that weekends alone make, which is at most
 * too early, and the flag `calendar_missing`. Throws on a basis that makes no sense.
 */
export function dateClock(basis: Basis, story: Story): Omit<Deadline, 'flags'> & { flags: string[] } {
  const { query, isListed } = boundedQuery(basis, story)
  const dated = computeDeadline(query)
  if (!dated.ok) throw new Error(`cannot date ${basis.clockId}: ${dated.reason} (${dated.field})`)
  return isListed ? dated.value : { ...dated.value, flags: [...dated.value.flags, CALENDAR_MISSING] }
}

/** The arithmetic behind `dateClock`, a sentence for each step. */
export function explainPromise(basis: Basis, story: Story, locale: Locale): string[] {
  const { query, isListed } = boundedQuery(basis, story)
  const explained = explainDeadline(query, locale)
  if (!explained.ok) throw new Error(`cannot explain ${basis.clockId}: ${explained.reason} (${explained.field})`)
  return isListed ? explained.value : [...explained.value, EXPLAIN[locale].calendarMissing]
}

function boundedQuery(basis: Basis, story: Story): { query: DeadlineQuery; isListed: boolean } {
  const query = queryOf(basis, story)
  const listed = computeDeadline(query)
  const isListed = listed.ok || listed.field !== 'calendar'
  return { query: isListed ? query : { ...query, calendar: LOWER_BOUND }, isListed }
}

/** The story as one clock saw it: one that a later event started knows nothing of what came before. */
export const storyFrom = (clockId: string, startAt: Temporal.Instant, story: Story): Story =>
  findClock(clockId)?.startEvents.includes('request_received')
    ? story
    : { ...story, receivedAt: startAt, verifiedAt: null, pauses: [], extendedAt: new Map() }

/** Whether a question of this kind stops the clock at all; the deadline says whether this one was asked in time. */
export const canPause = (clockId: string): boolean => mode(findClock(clockId)) !== 'none'

const mode = (clock: Clock | undefined) => clock?.pause.mode ?? 'none'

/** The same promise with another date, or waiting where it ran before. */
export const isMoved = (
  before: { dueAt: Temporal.Instant; state: string },
  { dueAt, state }: Pick<Deadline, 'dueAt' | 'state'>,
): boolean => before.state !== state || (dueAt !== null && !Temporal.Instant.from(dueAt).equals(before.dueAt))
