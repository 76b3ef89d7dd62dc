import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { BarChart } from '#app/_ui/bar-chart.client.tsx'
import { LinkButton } from '#app/_ui/button.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Figures } from '#app/_ui/figures.tsx'
import { Tabs } from '#app/_ui/tabs.tsx'
import { listControllers } from '#data/queue/list.ts'
import { measureReport, type ReportLine } from '#data/reports/measure.ts'
import { onTimeRate, REPORT_GROUPS, ReportQuery, reportAddress } from '#domain/report.ts'
import { DeskFrame } from '../desk-frame.tsx'
import { NoAccess } from '../no-access.tsx'
import { ReportFilters } from './report-filters.tsx'
import { ReportTable } from './report-table.tsx'
import { duration, lineName, monthName, percent, type ShownReport } from './words.ts'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export const generateMetadata = async () => ({ title: (await translator('desk'))('report.title') })

/** How the clocks were kept: shares and hours, nobody's personal data. */
export default async function Reports({ searchParams }: Props) {
  const { actor } = await requireStaff()
  const query = ReportQuery.parse(await searchParams)
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const controllers = await listControllers(actor)
  if (controllers.length === 0) return <NoAccess title={t('report.title')} />
  const report = await measureReport(actor, query, Temporal.Now.instant())
  const { from, to } = report.period
  const tabs = REPORT_GROUPS.map((by) => ({
    href: reportAddress({ ...query, by }),
    label: t(`report.by.${by}`),
    current: by === query.by,
  }))
  return (
    <DeskFrame current="reports">
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-xl">{t('report.title')}</h1>
        <LinkButton slim look="quiet" href={reportAddress(query, '/desk/reports/csv')}>
          {t('report.csv')}
        </LinkButton>
      </div>
      <ReportFilters query={query} period={report.period} controllers={controllers} />
      {report.all ? (
        <>
          <Totals all={report.all} />
          <Tabs label={t('report.by.label')} tabs={tabs} />
          <Picture report={report} by={query.by} controllers={controllers} />
          <ReportTable report={report} by={query.by} controllers={controllers} />
          <p className="mt-3 max-w-page text-xs text-muted">
            {t('report.period', { from: monthName(from, locale), to: monthName(to, locale) })} {t('report.note')}
          </p>
        </>
      ) : (
        <EmptyState title={t('report.emptyTitle')}>{t('report.empty')}</EmptyState>
      )}
    </DeskFrame>
  )
}

async function Totals({ all }: { all: ReportLine }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  return (
    <Figures
      figures={[
        { value: all.requests, label: t('report.figure.requests') },
        { value: percent(onTimeRate(all), locale), label: t('report.figure.rate') },
        { value: all.late, label: t('report.figure.late') },
        {
          value: all.toAnswer ? duration(all.toAnswer.median, t, locale) : '–',
          label: t('report.figure.toAnswer'),
        },
      ]}
    />
  )
}

async function Picture({ report, by, controllers }: ShownReport) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const values = (of: 'onTime' | 'late' | 'open') => report.lines.map((line) => line[of])
  return (
    <BarChart
      title={t('report.chart')}
      note={t('report.chartNote')}
      labels={report.lines.map(({ key }) => lineName(by, key, t, locale, controllers))}
      series={[
        { name: t('report.onTime'), fill: 'ok', values: values('onTime') },
        { name: t('report.late'), fill: 'bad', values: values('late') },
        { name: t('report.open'), fill: 'edge', values: values('open') },
      ]}
    />
  )
}
