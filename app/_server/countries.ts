import { COUNTRIES } from '#domain/clock/residence.ts'
import type { Locale } from '#domain/filing.ts'

export const countryName = (country: string, locale: Locale): string =>
  new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country

/** Indonesia first, then by name in the reader's language. */
export function countryOptions(locale: Locale): { value: string; label: string }[] {
  const [home, ...others] = COUNTRIES.map((value) => ({ value, label: countryName(value, locale) }))
  return [...(home ? [home] : []), ...others.sort((a, b) => a.label.localeCompare(b.label, locale))]
}
