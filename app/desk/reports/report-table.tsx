import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { type Column, Table } from '#app/_ui/table.tsx'
import type { ReportLine } from '#data/reports/measure.ts'
import { onTimeRate } from '#domain/report.ts'
import { duration, lineName, percent, type ShownReport, SPREADS } from './words.ts'

/** The numbers, a line for each of the group and one for all. */
export async function ReportTable({ report, by, controllers }: ShownReport) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const all = report.all ? [{ ...report.all, key: '' }] : []
  const columns: Column<ReportLine>[] = [
    {
      label: t(`report.key.${by}`),
      cell: ({ key }) => (key ? lineName(by, key, t, locale, controllers) : <b>{t('report.all')}</b>),
    },
    { label: t('report.requests'), end: true, cell: ({ requests }) => requests },
    {
      label: t('report.rate'),
      end: true,
      cell: (line) => <b className="whitespace-nowrap">{percent(onTimeRate(line), locale)}</b>,
    },
    {
      label: t('report.late'),
      end: true,
      cell: ({ late }) => (late > 0 ? <b className="text-bad">{late}</b> : <span className="text-muted">0</span>),
    },
    ...(['open', 'extensions', 'pauses'] as const).map(
      (count): Column<ReportLine> => ({
        label: t(`report.${count}`),
        end: true,
        cell: ({ [count]: n }) => (n > 0 ? n : <span className="text-muted">0</span>),
      }),
    ),
    ...SPREADS.map(
      (spread): Column<ReportLine> => ({
        label: t(`report.${spread}`),
        end: true,
        cell: ({ [spread]: hours }) =>
          hours ? (
            <span className="leading-tight whitespace-nowrap">
              {duration(hours.median, t, locale)}{' '}
              <span className="text-xs text-muted md:block">≤ {duration(hours.p90, t, locale)}</span>
            </span>
          ) : (
            <span className="text-muted">–</span>
          ),
      }),
    ),
  ]
  return (
    <Table
      caption={t('report.title')}
      columns={columns}
      rows={[...report.lines, ...all]}
      keyOf={({ key }) => key || 'all'}
    />
  )
}
