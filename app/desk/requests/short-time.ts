import type { Temporal } from 'temporal-polyfill'
import type { Locale } from '#domain/clock/wording.ts'

const format: Intl.DateTimeFormatOptions = {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
}

/** `20 Nov 15.04` · `20 Nov, 15:04`, in the controller's zone, for rows where a whole date would be too long. */
export const shortTime = (at: Temporal.Instant, zone: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale === 'id' ? 'id' : 'en-GB', { ...format, timeZone: zone }).format(at.epochMilliseconds)

/** `15.04` · `15:04` */
export const clockTime = (at: Temporal.Instant, zone: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale === 'id' ? 'id' : 'en-GB', { timeStyle: 'short', timeZone: zone }).format(
    at.epochMilliseconds,
  )
