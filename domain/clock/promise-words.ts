import { Temporal } from 'temporal-polyfill'
import { bindingClock } from './binding.ts'
import { findClock, zoneOf } from './catalogue.ts'
import { boundaryOf, localDate } from './period.ts'
import { describeClock, formatDueDate, formatInstant, type Locale } from './wording.ts'

/** A clock of a request, as its subject is told of it. */
export type PromisedClock = {
  clockId: string
  kind: string
  state: string
  dueAt: Temporal.Instant
  dueLocalDate: string | null
  /** when it was met or missed */
  endedAt: Temporal.Instant | null
  stopEvent: string | null
  isExtended: boolean
}

type Words = {
  endOf: (day: string) => string
  running: Record<'statutory' | 'contractual' | 'internal', (duty: string, when: string, cite: string) => string>
  paused: (label: string, cite: string) => string
  met: (label: string, cite: string, when: string, at: string) => string
  breached: string
  void: (label: string, cite: string) => string
  extended: string
}

const id: Words = {
  endOf: (day) => `akhir hari ${day}`,
  running: {
    statutory: (duty, when, cite) => `Kami wajib ${duty} paling lambat ${when} (${cite}).`,
    contractual: (duty, when, cite) => `Kami berjanji ${duty} paling lambat ${when} (${cite}).`,
    internal: (duty, when, cite) => `Kami berusaha ${duty} paling lambat ${when} (${cite}).`,
  },
  paused: (label, cite) =>
    `${label} (${cite}): menunggu jawaban Anda. Tanggalnya kami beri tahukan setelah Anda menjawab.`,
  met: (label, cite, when, at) => `${label} (${cite}): terpenuhi pada ${at}. Tenggatnya ${when}.`,
  breached: 'Tenggat itu terlewat. Kewajiban kami tetap ada, dan Anda berhak mengadu.',
  void: (label, cite) => `${label} (${cite}): tidak berlaku lagi.`,
  extended: 'Tenggat ini kami perpanjang; alasannya sudah kami kirim lewat email.',
}
const en: Words = {
  endOf: (day) => `the end of ${day}`,
  running: {
    statutory: (duty, when, cite) => `We must ${duty} by ${when} (${cite}).`,
    contractual: (duty, when, cite) => `We promise to ${duty} by ${when} (${cite}).`,
    internal: (duty, when, cite) => `We try to ${duty} by ${when} (${cite}).`,
  },
  paused: (label, cite) => `${label} (${cite}): waits for your answer. We tell you its date once you have answered.`,
  met: (label, cite, when, at) => `${label} (${cite}): met on ${at}. It was due by ${when}.`,
  breached: 'That date was missed. Our duty remains, and you have the right to complain.',
  void: (label, cite) => `${label} (${cite}): no longer applies.`,
  extended: 'We extended this deadline; the reason was sent to you by e-mail.',
}
const WORDS: Record<Locale, Words> = { id, en }

/** What a clock promises, as one or two plain sentences, whatever became of it. `zone` is the controller's. */
export function promiseSentence(clock: PromisedClock, zone: string, locale: Locale): string {
  const words = WORDS[locale]
  const { label, cite } = describeClock(clock.clockId, locale)
  const when = whenOf(clock, zone, locale)
  if (clock.state === 'paused') return words.paused(label, cite)
  if (clock.state === 'void') return words.void(label, cite)
  if (clock.state === 'met')
    return words.met(label, cite, when, formatInstant(clock.endedAt ?? clock.dueAt, zone, locale))
  const kind = clock.kind === 'contractual' || clock.kind === 'internal' ? clock.kind : 'statutory'
  const promise = words.running[kind](dutyOf(clock.clockId, locale), when, cite)
  return [promise, clock.isExtended && words.extended, clock.state === 'breached' && words.breached]
    .filter(Boolean)
    .join(' ')
}

const whenOf = ({ dueAt, dueLocalDate }: PromisedClock, zone: string, locale: Locale): string =>
  dueLocalDate ? WORDS[locale].endOf(formatDueDate(dueLocalDate, locale)) : formatInstant(dueAt, zone, locale)

/** The duty in the middle of a sentence. */
function dutyOf(clockId: string, locale: Locale): string {
  const duty = findClock(clockId)?.duty[locale] ?? ''
  return duty.slice(0, 1).toLowerCase() + duty.slice(1)
}

/** A deadline that passed unseen was missed, whether or not a sweep has written it down. */
export const seenAt = <C extends Pick<PromisedClock, 'state' | 'dueAt'>>(clock: C, now: Temporal.Instant): C =>
  clock.state === 'running' && Temporal.Instant.compare(now, clock.dueAt) > 0 ? { ...clock, state: 'breached' } : clock

/** The one that binds first, then what is open by its date, then what is over. */
export function inOrderOfPromise<C extends PromisedClock>(clocks: readonly C[]): C[] {
  const open = clocks.filter(({ state }) => state === 'running' || state === 'breached')
  const binding = bindingClock(
    open.map((clock) => ({ ...clock, kind: clock.kind as 'statutory', boundary: null, clock })),
  )?.clock
  const rank = (clock: C) => (clock === binding ? 0 : open.includes(clock) ? 1 : clock.state === 'paused' ? 2 : 3)
  return clocks.toSorted((a, b) => rank(a) - rank(b) || Temporal.Instant.compare(a.dueAt, b.dueAt))
}

/**
 * A date for people: the whole last day where the clock ends with a day, an instant where it counts hours.
 * @param zone the one the clock is counted in, or its controller's
 */
export function formatDue(clockId: string, dueAt: Temporal.Instant, zone: string, locale: Locale): string {
  const clock = findClock(clockId)
  const isDay = clock?.duration && boundaryOf(clock.duration.unit) === 'exclusive'
  if (!isDay) return formatInstant(dueAt, zone, locale)
  const lastDay = localDate(dueAt.subtract({ nanoseconds: 1 }), zoneOf(clock, zone))
  return formatDueDate(lastDay.toString(), locale)
}
