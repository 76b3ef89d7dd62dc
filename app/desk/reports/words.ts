import type { translator } from '#app/_server/i18n.ts'
import type { Report, ReportLine } from '#data/reports/measure.ts'
import { describeClock, type Locale } from '#domain/clock/wording.ts'
import type { ReportGroup } from '#domain/report.ts'
import { RIGHTS } from '#domain/request.ts'

export type Words = Awaited<ReturnType<typeof translator<'desk'>>>
type Names = readonly { id: string; name: string }[]

/** `November 2026` */
export const monthName = (month: string, locale: Locale): string =>
  new Intl.DateTimeFormat(locale === 'id' ? 'id' : 'en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' }).format(
    Date.parse(`${month}-01`),
  )

/** What a line of the report is about, in words. */
export function lineName(by: ReportGroup, key: string, t: Words, locale: Locale, controllers: Names): string {
  if (by === 'clock') {
    const { label, cite } = describeClock(key, locale)
    return `${label} (${cite})`
  }
  if (by === 'month') return monthName(key, locale)
  if (by === 'controller') return controllers.find(({ id }) => id === key)?.name ?? key
  const right = RIGHTS.find((known) => known === key)
  return right ? t(`right.${right}`) : key
}

/** Under a minute in seconds, up to 72 hours in hours, then days: one figure after the point at most. */
export function duration(hours: number, t: Words, locale: Locale): string {
  const number = (value: number) => new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(value)
  if (hours < 1 / 60) return t('report.unit.seconds', { n: Math.ceil(hours * 3600) })
  if (hours < 1) return t('report.unit.minutes', { n: Math.round(hours * 60) })
  return hours <= 72 ? t('report.unit.hours', { n: number(hours) }) : t('report.unit.days', { n: number(hours / 24) })
}

/** `98,5 %`, rounded down so that one late duty never reads as 100 %. */
export function percent(share: number | null, locale: Locale): string {
  if (share === null) return '–'
  const cut = Math.floor(share * 1000) / 10
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(cut)} %`
}

export const SPREADS = ['toAcknowledge', 'toVerify', 'toAnswer'] as const satisfies readonly (keyof ReportLine)[]

export type ShownReport = { report: Report; by: ReportGroup; controllers: Names }
