import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

export const REPORT_GROUPS = ['clock', 'right', 'controller', 'month'] as const
export type ReportGroup = (typeof REPORT_GROUPS)[number]

const REPORT_MONTHS = 12
const Month = z
  .string()
  .regex(/^20\d\d-(0[1-9]|1[0-2])$/)
  .nullable()
  .catch(null)

/** Whatever cannot be read counts as not said, as in the queue. */
export const ReportQuery = z.object({
  by: z.enum(REPORT_GROUPS).catch('clock'),
  from: Month,
  to: Month,
  controller: z.uuid().nullable().catch(null),
})
export type ReportQuery = z.infer<typeof ReportQuery>

/** The months that are reported on, first and last one included, and the instants between which they lie. */
export type ReportPeriod = { from: string; to: string; startAt: Temporal.Instant; endAt: Temporal.Instant }

/** The last twelve months unless said otherwise; two months in the wrong order are taken the right way round. */
export function reportPeriod({ from, to }: ReportQuery, now: Temporal.Instant, zone: string): ReportPeriod {
  const thisMonth = now.toZonedDateTimeISO(zone).toPlainDate().toPlainYearMonth()
  const end = to ? Temporal.PlainYearMonth.from(to) : thisMonth
  const start = from ? Temporal.PlainYearMonth.from(from) : end.subtract({ months: REPORT_MONTHS - 1 })
  const [first, last] = Temporal.PlainYearMonth.compare(start, end) > 0 ? [end, start] : [start, end]
  const startOf = (month: Temporal.PlainYearMonth) => month.toPlainDate({ day: 1 }).toZonedDateTime(zone).toInstant()
  return {
    from: first.toString(),
    to: last.toString(),
    startAt: startOf(first),
    endAt: startOf(last.add({ months: 1 })),
  }
}

export function reportAddress(query: ReportQuery, path = '/desk/reports'): string {
  const said = Object.entries(query).filter(([, value]) => value)
  return `${path}?${new URLSearchParams(said as [string, string][])}`
}

/** Share of the decided duties that were done in time, 0 to 1; null while none is decided. */
export const onTimeRate = ({ onTime, late }: { onTime: number; late: number }): number | null =>
  onTime + late === 0 ? null : onTime / (onTime + late)
