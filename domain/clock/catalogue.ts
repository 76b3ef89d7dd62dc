import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { RIGHTS } from '../request.ts'
import source from './clocks.json' with { type: 'json' }

const Bilingual = z.strictObject({ id: z.string().min(1), en: z.string().min(1) })
const Weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'])
const Zone = z.string().refine(isZone, 'not an IANA time zone')

const Calendar = z
  .strictObject({
    weekend: z.array(Weekday),
    /** The years with a complete list; `every` only where no list can be missing. */
    years: z.union([z.literal('every'), z.array(z.int().min(1970).max(2100)).min(1)]),
    holidays: z.array(z.iso.date()),
    source: z.string(),
    use: z.string().nullable(),
  })
  .refine(({ holidays }) => new Set(holidays).size === holidays.length, { path: ['holidays'], error: 'a day twice' })
  .refine(
    ({ years, holidays }) => years === 'every' || holidays.every((day) => years.includes(Number(day.slice(0, 4)))),
    {
      path: ['holidays'],
      error: 'a day outside the listed years',
    },
  )

const Duration = z.strictObject({
  /** `contract_days`: the number of days the controller promised. */
  value: z.union([z.int().min(0), z.literal('contract_days')]),
  unit: z.enum([
    'hours',
    'hours_before',
    'calendar_days',
    'business_days',
    'months',
    'same_local_day',
    'min_notice_days',
  ]),
})

const Pause = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('none') }),
  z.strictObject({
    mode: z.literal('shift_days'),
    /** The questions that stop this clock. */
    on: z.array(z.enum(['identity_info_requested', 'clarification_requested'])).min(1),
    /** Asked later than this many local days after receipt, the question stops nothing. */
    askedWithinDays: z.int().min(0).nullable(),
    condition: z.string().nullable(),
    cite: z.string(),
  }),
])

const Clock = z
  .strictObject({
    id: z.string().regex(/^[A-Z0-9-]+$/),
    jurisdiction: z.enum(['ID', 'EU', 'UK', 'US-CA', 'SG', 'JP', '*']),
    kind: z.enum(['statutory', 'contractual', 'internal', 'guidance']),
    label: Bilingual,
    cite: Bilingual,
    /** What must be done, to be checked by counsel. */
    duty: Bilingual,
    rights: z.array(z.string()).min(1),
    /** The rights whose mere receipt starts this clock, or would if it had a number. */
    startedBy: z.array(z.enum(RIGHTS)),
    /** The clock starts at the latest of these. */
    startEvents: z.array(z.string()).min(1),
    duration: Duration.nullable(),
    firstDay: z.enum(['next_date', 'start_date']).nullable(),
    conservativeFirstDay: z.literal('start_date').nullable(),
    roll: z.enum(['none', 'eu_working_day', 'sg_excluded_day']),
    calendar: z.string().nullable(),
    zone: z.union([z.literal('controller'), Zone]),
    /** The whole period, counted from the start, once an extension notice went out in time. */
    extension: z
      .strictObject({
        total: Duration,
        noticeContent: z.array(z.string()),
        grounds: z.string().nullable(),
        cite: z.string().nullable(),
      })
      .nullable(),
    pause: Pause,
    validFrom: z.iso.date().nullable(),
    stopEvent: z.string().nullable(),
    /** Processors must have been instructed before the subject is told (PP 33/2026 art. 88(2)). */
    processorsFirst: z.boolean(),
    citation: z.string().min(1),
    sources: z.array(z.string()),
    confidence: z.enum(['verified_text', 'verified_secondary', 'policy']),
    note: z.string().nullable(),
  })
  .refine(({ duration, firstDay }) => /^(calendar|business)_days$/.test(duration?.unit ?? '') === (firstDay !== null), {
    path: ['firstDay'],
    error: 'needed by, and only by, a period counted in days',
  })
  .refine(
    ({ duration, roll, calendar }) => calendar !== null || (duration?.unit !== 'business_days' && roll === 'none'),
    {
      path: ['calendar'],
      error: 'needed by business days and by a roll',
    },
  )

const Catalogue = z
  .strictObject({
    version: z.iso.date(),
    status: z.string(),
    calendars: z.record(z.string(), Calendar),
    clocks: z.array(Clock).min(1),
  })
  .superRefine(({ calendars, clocks }, context) => {
    const seen = new Set<string>()
    clocks.forEach(({ id, calendar }, index) => {
      if (seen.has(id)) context.addIssue({ code: 'custom', path: ['clocks', index, 'id'], message: `${id} twice` })
      seen.add(id)
      if (calendar !== null && calendar !== MEMBER_STATE && !(calendar in calendars))
        context.addIssue({ code: 'custom', path: ['clocks', index, 'calendar'], message: `no calendar ${calendar}` })
    })
  })

export type Clock = z.infer<typeof Clock>
export type Duration = z.infer<typeof Duration>
export type Calendar = z.infer<typeof Calendar> & { id: string; closedDays: ReadonlySet<string> }

/** Stands in a clock for the calendar of the member state concerned: the caller must name one. */
export const MEMBER_STATE = 'member_state'

/** Checks a catalogue; throws an Error that names each path at fault. */
export function parseCatalogue(raw: unknown): z.infer<typeof Catalogue> {
  const parsed = Catalogue.safeParse(raw)
  if (parsed.success) return parsed.data
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(root)'}: ${message}`)
  throw new Error(`domain/clock/clocks.json is malformed at ${faults.join('; ')}`)
}

const catalogue = parseCatalogue(source)

export const CATALOGUE_VERSION = catalogue.version

export const CLOCKS: readonly Clock[] = catalogue.clocks

/** As shipped; a controller may have loaded more years. */
export const CALENDARS: readonly Calendar[] = Object.entries(catalogue.calendars).map(([id, calendar]) => ({
  ...calendar,
  id,
  closedDays: new Set(calendar.holidays),
}))

const clockById = new Map(CLOCKS.map((clock) => [clock.id, clock]))
const calendarById = new Map(CALENDARS.map((calendar) => [calendar.id, calendar]))

export const findClock = (id: string): Clock | undefined => clockById.get(id)
export const findCalendar = (id: string): Calendar | undefined => calendarById.get(id)

/** True for an IANA name such as `Asia/Jakarta`; false for an offset, which knows no summer time. */
export function isZone(zone: string): boolean {
  if (!/^[A-Za-z]/.test(zone)) return false
  try {
    Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(zone)
    return true
  } catch {
    return false
  }
}

/** The zone a clock is counted in: that of its law, or the controller's. */
export const zoneOf = (clock: Clock, controllerZone: string): string =>
  clock.zone === 'controller' ? controllerZone : clock.zone
