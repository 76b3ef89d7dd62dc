import { Temporal } from 'temporal-polyfill'
import type { Right } from '../request.ts'
import { CLOCKS, type Clock, MEMBER_STATE, zoneOf } from './catalogue.ts'
import type { Calendars } from './loaded-calendars.ts'
import { mayLiveUnder } from './residence.ts'
import { type Basis, dateClock } from './story.ts'

export type ClockSettings = {
  /** The controller's IANA zone. */
  zone: string
  /** Calendar days within which the controller promises its answer. */
  contractDays: number
  /** Laws that apply to everybody, as where the controller is established: `ID`, `EU`, `UK`, `US-CA`, `SG`, `JP`. */
  jurisdictions: readonly string[]
  /** Laws that apply to those who live there (GDPR art. 3(2), Cal. Civ. Code §1798.140(i)). */
  residentJurisdictions?: readonly string[]
  /** Where the subject lives, ISO 3166-1 alpha-2. Not known: every law for residents applies, never too few. */
  subjectCountry?: string | null
  /** Id of the member state's holiday calendar (`FR`, `DE-BE`), for `EU`. */
  memberState?: string | null
  /** An objection to an answer: no law gives it a number of days, the contract's promises stand. */
  isAppeal?: boolean
  /** What the controller loaded over the shipped calendars. */
  calendars?: Calendars
}

export type StartedClock = Basis & {
  kind: 'statutory' | 'contractual' | 'internal'
  startAt: Temporal.Instant
  dueAt: Temporal.Instant
  boundary: 'inclusive' | 'exclusive'
  dueLocalDate: string | null
  conservativeDueAt: Temporal.Instant | null
  stopEvent: string | null
  /** `calendar_missing`: the date stands on weekends alone and is at most too early. */
  flags: string[]
}

/** Every clock with a number that the receipt of a request starts, the earliest first. Throws on settings that make no sense. */
export function startClocks(settings: ClockSettings, right: Right, receivedAt: Temporal.Instant): StartedClock[] {
  return CLOCKS.filter((clock) => clock.startedBy.includes(right) && applies(clock, settings))
    .flatMap((clock) => start(clock, settings, receivedAt))
    .sort((a, b) => Temporal.Instant.compare(a.dueAt, b.dueAt))
}

/** What happens later to a request and starts clocks of its own. */
export type LaterStart = 'planned_execution' | 'erasure_executed'

/** Every clock in force that such an event starts for an erasure, at the event's own instant. */
export const startErasureClocks = (settings: ClockSettings, event: LaterStart, at: Temporal.Instant): StartedClock[] =>
  CLOCKS.filter((clock) => clock.startEvents.includes(event) && clock.rights.includes('erasure'))
    .filter((clock) => applies(clock, settings))
    .flatMap((clock) => start(clock, settings, at))

const applies = (clock: Clock, settings: ClockSettings) =>
  clock.kind === 'contractual'
    ? clock.stopEvent === 'acknowledged' || clock === promiseOf(settings.contractDays)
    : !settings.isAppeal && isUnder(clock.jurisdiction, settings)

const isUnder = (law: string, { jurisdictions, residentJurisdictions = [], subjectCountry = null }: ClockSettings) =>
  jurisdictions.includes(law) || (residentJurisdictions.includes(law) && mayLiveUnder(law, subjectCountry))

function promiseOf(contractDays: number): Clock | undefined {
  const promises = CLOCKS.filter(({ kind, stopEvent }) => kind === 'contractual' && stopEvent === 'response_sent')
  const ofLength = (value: unknown) => promises.find(({ duration }) => duration?.value === value)
  return ofLength(contractDays) ?? ofLength('contract_days')
}

const calendarsOf = ({ calendars }: ClockSettings) => (calendars ? { calendars } : {})

function start(clock: Clock, settings: ClockSettings, startedAt: Temporal.Instant): StartedClock[] {
  const { id: clockId, kind, stopEvent } = clock
  const basis = {
    clockId,
    zone: zoneOf(clock, settings.zone),
    contractDays: settings.contractDays,
    calendar: (clock.calendar === MEMBER_STATE && settings.memberState) || null,
  }
  const story = { receivedAt: startedAt, verifiedAt: null, pauses: [], extendedAt: new Map(), ...calendarsOf(settings) }
  const { startAt, dueAt, boundary, dueLocalDate, conservativeDueAt, flags } = dateClock(basis, story)
  if (dueAt === null || boundary === null || boundary === 'not_before' || kind === 'guidance') return []
  return [{ ...basis, kind, startAt, dueAt, boundary, dueLocalDate, conservativeDueAt, stopEvent, flags }]
}
