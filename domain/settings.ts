import { z } from 'zod'
import { isZone } from './clock/catalogue.ts'
import { line } from './text.ts'

/** The laws that have a clock for requests, by jurisdiction. */
export const LAWS = ['ID', 'EU', 'UK', 'US-CA', 'SG', 'JP'] as const
export type Law = (typeof LAWS)[number]

/** Ids of the calendars by which the European month rolls to a working day; weekends alone for a state without one. */
export const MEMBER_STATES = ['DE-BE', 'FR', 'IE', 'NL', 'WEEKENDS-ONLY'] as const

export const wholeNumber = (least: number, most: number) =>
  z.coerce
    .string()
    .trim()
    .min(1, { error: 'missing', abort: true })
    .regex(/^\d{1,6}$/, 'not_a_number')
    .transform(Number)
    .refine((number) => number >= least && number <= most, 'out_of_range')

/** What may be left empty is null then. */
const optional = (text: z.ZodType<string, string>) => text.nullish().transform((written) => written || null)

/** A page that anybody can open. */
const isPage = (address: string) => address === '' || (URL.canParse(address) && new URL(address).protocol === 'https:')

const Settings = z.strictObject({
  contractDays: wholeNumber(1, 366),
  zone: z.string('missing').max(64, 'unknown_zone').refine(isZone, 'unknown_zone'),
  /** of everybody, as where the controller is established */
  jurisdictions: z.array(z.enum(LAWS)).min(1, 'choose_a_law'),
  /** of those who live there (GDPR art. 3(2)); no list where the form ticks a law in both */
  residentJurisdictions: z.array(z.enum(LAWS), 'law_in_both'),
  /** whose holidays; null where no European law applies */
  memberState: z.enum(MEMBER_STATES, 'choose_one').nullable(),
  lapseDays: wholeNumber(1, 366),
  cancelWindowMinutes: wholeNumber(0, 10_080),
  /** the privacy notice under which consent is asked: its address, and which version is in force */
  noticeUrl: optional(line(300).refine(isPage, 'not_a_page')),
  noticeVersion: optional(line(60)),
})
export type ControllerSettings = z.infer<typeof Settings>
export const SETTINGS = Settings.keyof().options
type Setting = (typeof SETTINGS)[number]

/** What a lead may change about a controller; each message is the reason by which a page finds its words. */
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

const LISTS = ['jurisdictions', 'residentJurisdictions'] as const
type List = (typeof LISTS)[number]

/** Each law of a list is a field of its own, because a form may send a field only once. */
export const lawField = (law: Law, list: List = 'jurisdictions'): string => `${list}-${law}`

function gatherLaws(given: unknown): unknown {
  const fields = new Map(Object.entries(given ?? {}))
  const ticked = (list: List) => LAWS.filter((law) => fields.get(lawField(law, list)) === 'on')
  const [forAll, forResidents] = [ticked('jurisdictions'), ticked('residentJurisdictions')]
  for (const list of LISTS) for (const law of LAWS) fields.delete(lawField(law, list))
  const laws = new Set([...forAll, ...forResidents])
  fields.set('jurisdictions', forAll)
  fields.set('residentJurisdictions', laws.size < forAll.length + forResidents.length ? null : forResidents)
  if (!laws.has('EU')) fields.set('memberState', null)
  return Object.fromEntries(fields)
}

const value = z.union([z.string(), z.number(), z.array(z.string()), z.null()])
/** One setting, and its value before and after. */
export const SettingChange = z.strictObject({ field: z.enum(SETTINGS), from: value, to: value })
export type SettingChange = z.infer<typeof SettingChange>

export type StoredSettings = Omit<ControllerSettings, List | 'memberState'> & {
  jurisdictions: readonly string[]
  residentJurisdictions: readonly string[]
  memberState: string | null
}

/** As a form shows them. */
export const toFields = ({ memberState, ...settings }: StoredSettings): Record<string, string> => ({
  contractDays: String(settings.contractDays),
  zone: settings.zone,
  ...Object.fromEntries(
    LISTS.flatMap((list) =>
      LAWS.filter((law) => settings[list].includes(law)).map((law) => [lawField(law, list), 'on']),
    ),
  ),
  memberState: memberState ?? '',
  lapseDays: String(settings.lapseDays),
  cancelWindowMinutes: String(settings.cancelWindowMinutes),
  noticeUrl: settings.noticeUrl ?? '',
  noticeVersion: settings.noticeVersion ?? '',
})

export const changesOf = (before: StoredSettings, after: ControllerSettings): SettingChange[] =>
  SETTINGS.flatMap((field) => {
    const [from, to] = [inOrder(before[field]), inOrder(after[field])]
    return String(from) === String(to) ? [] : [{ field, from, to }]
  })

const inOrder = (value: StoredSettings[Setting]) => (typeof value === 'object' && value ? [...value].sort() : value)

export const settingsAddress = (slug: string): string => `/desk/settings/${encodeURIComponent(slug)}`
