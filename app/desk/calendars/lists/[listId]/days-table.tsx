import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { type Column, Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { FoundList } from '#data/calendars/find-list.ts'
import type { Holiday } from '#domain/clock/holiday-list.ts'
import { formatDate } from '#domain/clock/wording.ts'

/** The days of a list; of one that waits, those that are new and those that would fall away. */
export async function DaysTable({ list: { days, closedNow, state } }: { list: FoundList }) {
  const [t, locale] = [await translator('calendars'), await currentLocale()]
  const date = (day: string) => formatDate(Temporal.PlainDate.from(day), locale)
  const before = state === 'proposed' ? closedNow : null
  const gone = (before ?? []).filter((day) => !days.some((each) => each.date === day))
  const columns: Column<Holiday>[] = [
    { label: t('field.date'), cell: (day) => date(day.date) },
    { label: t('field.name'), cell: ({ name }) => name },
    {
      label: t('field.kind'),
      cell: (day) => (
        <span className="flex flex-wrap gap-2">
          {t(`kind.${day.kind}`)}
          {before && !before.includes(day.date) && <Tag tone="brand">{t('days.added')}</Tag>}
        </span>
      ),
    },
  ]
  return (
    <div className="mb-4">
      {gone.length > 0 && (
        <p className="mb-3">
          <b>{t('days.gone')}</b> {gone.map(date).join('; ')}
        </p>
      )}
      <Table caption={t('days.caption', { n: days.length })} columns={columns} rows={days} keyOf={(day) => day.date} />
    </div>
  )
}
