import { z } from 'zod'
import { isZone } from './clock/catalogue.ts'

/** The laws that have a clock for requests, by jurisdiction. */
export const LAWS = ['ID', 'EU', 'UK', 'US-CA', 'SG', 'JP'] as const
export type Law = (typeof LAWS)[number]

/** Ids of the calendars by which the European month rolls to a working day; weekends alone for a state without one. */
export const MEMBER_STATES = ['DE-BE', 'FR', 'IE', 'NL', 'WEEKENDS-ONLY'] as const

const wholeNumber = (least: number, most: number) =>
  z.coerce
    .string()
    .trim()
    .min(1, { error: 'missing', abort: true })
    .regex(/^\d{1,6}$/, 'not_a_number')
    .transform(Number)
    .refine((number) => number >= least && number <= most, 'out_of_range')

const Settings = z.strictObject({
  contractDays: wholeNumber(1, 366),
  zone: z.string('missing').max(64, 'unknown_zone').refine(isZone, 'unknown_zone'),
  jurisdictions: z.array(z.enum(LAWS)).min(1, 'choose_a_law'),
  /** whose holidays; null where no European law applies */
  memberState: z.enum(MEMBER_STATES, 'choose_one').nullable(),
  lapseDays: wholeNumber(1, 366),
  cancelWindowMinutes: wholeNumber(0, 10_080),
})
export type ControllerSettings = z.infer<typeof Settings>
export const SETTINGS = Settings.keyof().options
type Setting = (typeof SETTINGS)[number]

/** What a lead may change about a controller's clocks; each message is the reason by which a page finds its words. */
export const SettingsForm = z.preprocess(
  gatherLaws,
  Settings.extend({
    /** its slug */
    controller: z.string().max(100),
    /** as the page showed it */
    version: wholeNumber(1, 999_999),
  }),
)
export type SettingsForm = z.infer<typeof SettingsForm>

/** Each law is a field of its own, because a form may send a field only once. */
export const lawField = (law: Law): string => `law-${law}`

function gatherLaws(given: unknown): unknown {
  const fields = new Map(Object.entries(given ?? {}))
  const jurisdictions = LAWS.filter((law) => fields.get(lawField(law)) === 'on')
  for (const law of LAWS) fields.delete(lawField(law))
  if (!jurisdictions.includes('EU')) fields.set('memberState', null)
  return { ...Object.fromEntries(fields), jurisdictions }
}

const value = z.union([z.string(), z.number(), z.array(z.string()), z.null()])
/** One setting, and its value before and after. */
export const SettingChange = z.strictObject({ field: z.enum(SETTINGS), from: value, to: value })
export type SettingChange = z.infer<typeof SettingChange>

export type StoredSettings = Omit<ControllerSettings, 'jurisdictions' | 'memberState'> & {
  jurisdictions: readonly string[]
  memberState: string | null
}

/** As a form shows them. */
export const toFields = ({ jurisdictions, memberState, ...settings }: StoredSettings): Record<string, string> => ({
  contractDays: String(settings.contractDays),
  zone: settings.zone,
  ...Object.fromEntries(LAWS.filter((law) => jurisdictions.includes(law)).map((law) => [lawField(law), 'on'])),
  memberState: memberState ?? '',
  lapseDays: String(settings.lapseDays),
  cancelWindowMinutes: String(settings.cancelWindowMinutes),
})

export const changesOf = (before: StoredSettings, after: ControllerSettings): SettingChange[] =>
  SETTINGS.flatMap((field) => {
    const [from, to] = [inOrder(before[field]), inOrder(after[field])]
    return String(from) === String(to) ? [] : [{ field, from, to }]
  })

const inOrder = (value: StoredSettings[Setting]) => (typeof value === 'object' && value ? [...value].sort() : value)

export const settingsAddress = (slug: string): string => `/desk/settings/${encodeURIComponent(slug)}`
