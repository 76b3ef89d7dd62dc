import type { Locale } from '#domain/clock/wording.ts'
import { onTimeRate } from '#domain/report.ts'
import { harmlessCell } from '#domain/spreadsheet.ts'
import { lineName, type ShownReport, SPREADS, type Words } from './words.ts'

const written = (value: number | null | undefined): string =>
  typeof value === 'number' ? String(Number(value.toFixed(4))) : ''

/** A heading and a line for each of the group. The key stays beside its name, for machines. */
export function reportCells({ report, by, controllers }: ShownReport, t: Words, locale: Locale): string[][] {
  const hours = SPREADS.flatMap((spread) => [
    `${t(`report.${spread}`)} (${t('report.medianHours')})`,
    `${t(`report.${spread}`)} (${t('report.p90Hours')})`,
  ])
  const counts = ['requests', 'onTime', 'late', 'open', 'extensions', 'pauses'] as const
  const heading = [
    by,
    t(`report.key.${by}`),
    ...counts.map((count) => t(`report.${count}`)),
    `${t('report.rate')} (0–1)`,
  ]
  return [
    [...heading, ...hours],
    ...report.lines.map((line) => [
      line.key,
      lineName(by, line.key, t, locale, controllers),
      ...counts.map((count) => String(line[count])),
      written(onTimeRate(line)),
      ...SPREADS.flatMap((spread) => [written(line[spread]?.median), written(line[spread]?.p90)]),
    ]),
  ].map((cells) => cells.map(harmlessCell))
}
