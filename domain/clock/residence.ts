import type { Clock } from './catalogue.ts'

type Law = Exclude<Clock['jurisdiction'], '*'>

/** Member states, ISO 3166-1 alpha-2, and the rest of the EEA, where the GDPR applies too (EEA decision 154/2018). */
const GDPR_STATES = [
  ...['AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV'],
  ...['MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK'],
  ...['IS', 'LI', 'NO'],
] as const

/** The United States stand for California: the state is not asked, and a clock too many harms nobody. */
const OTHERS = { ID: 'ID', SG: 'SG', JP: 'JP', GB: 'UK', US: 'US-CA' } as const satisfies Record<string, Law>

/** The countries whose residents a law of the catalogue protects, ISO 3166-1 alpha-2. */
export const COUNTRIES = ['ID', 'SG', 'JP', 'GB', 'US', ...GDPR_STATES] as const

const LAW_OF: ReadonlyMap<string, Law> = new Map([
  ...Object.entries(OTHERS),
  ...GDPR_STATES.map((country) => [country, 'EU'] as const),
])

/** Whether somebody may live where this law protects residents. Of somebody who named no country it is assumed. */
export const mayLiveUnder = (law: string, country: string | null): boolean =>
  country === null || LAW_OF.get(country) === law
