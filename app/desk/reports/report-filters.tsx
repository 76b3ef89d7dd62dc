import { translator } from '#app/_server/i18n.ts'
import { Button } from '#app/_ui/button.tsx'
import type { ReportPeriod, ReportQuery } from '#domain/report.ts'

type Props = { query: ReportQuery; period: ReportPeriod; controllers: { id: string; name: string }[] }

const control = 'h-8.5 min-w-0 rounded-sm border border-edge bg-sheet px-2 text-sm text-ink pointer-coarse:h-11'
const label = 'grid gap-0.5 text-xs text-muted'

/** Which months and whose requests, as a form whose answer is an address. */
export async function ReportFilters({ query, period, controllers }: Props) {
  const t = await translator('desk')
  return (
    <form method="get" action="/desk/reports" className="mb-4 flex flex-wrap items-end gap-2">
      <input type="hidden" name="by" value={query.by} />
      <label className={label}>
        {t('report.from')}
        <input type="month" name="from" defaultValue={period.from} placeholder="2026-01" className={control} />
      </label>
      <label className={label}>
        {t('report.to')}
        <input type="month" name="to" defaultValue={period.to} placeholder="2026-12" className={control} />
      </label>
      {controllers.length > 1 && (
        <label className={label}>
          {t('controller')}
          <select name="controller" defaultValue={query.controller ?? ''} className={control}>
            <option value="">{t('any')}</option>
            {controllers.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        </label>
      )}
      <Button slim look="quiet">
        {t('report.show')}
      </Button>
    </form>
  )
}
