import { translator } from '#app/_server/i18n.ts'
import { type Column, Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { HolidayOverview, ShownList } from '#data/calendars/list.ts'
import { findCalendar } from '#domain/clock/catalogue.ts'
import { LOADABLE_CALENDARS } from '#domain/clock/loaded-calendars.ts'
import { calendarName } from './calendar-name.ts'

type Props = { overview: HolidayOverview; years: readonly number[] }

/** Calendars by years: those this controller counts by first, and what each year rests on. */
export async function YearsTable({ overview: { lists, inUse }, years }: Props) {
  const t = await translator('calendars')
  const isUsed = (id: string) => inUse.includes(id)
  const rows = [...LOADABLE_CALENDARS.filter(isUsed), ...LOADABLE_CALENDARS.filter((id) => !isUsed(id))]
  const columns: Column<string>[] = [
    { label: t('calendar'), cell: (id) => calendarName(id, t) },
    ...years.map(
      (year): Column<string> => ({
        label: String(year),
        cell: (id) => (
          <YearState
            isUsed={isUsed(id)}
            isShipped={isShipped(id, year)}
            lists={lists.filter((list) => list.calendarId === id && list.year === year)}
          />
        ),
      }),
    ),
  ]
  return (
    <div className="mb-4">
      <Table
        caption={t('caption')}
        columns={columns}
        rows={rows}
        keyOf={(id) => id}
        groupOf={(id) => t(isUsed(id) ? 'used' : 'unused')}
      />
    </div>
  )
}

function isShipped(id: string, year: number): boolean {
  const years = findCalendar(id)?.years
  return years === 'every' || years?.includes(year) === true
}

type StateProps = { isUsed: boolean; isShipped: boolean; lists: readonly ShownList[] }

async function YearState({ isUsed, isShipped, lists }: StateProps) {
  const t = await translator('calendars')
  const [approved, proposed] = (['approved', 'proposed'] as const).map((state) =>
    lists.find((list) => list.state === state),
  )
  return (
    <span className="flex flex-wrap items-center gap-2">
      {approved ? (
        <a href={`/desk/calendars/lists/${approved.id}`}>
          <Tag tone="ok">{t('year.loaded')}</Tag>
        </a>
      ) : isShipped ? (
        <Tag>{t('year.shipped')}</Tag>
      ) : (
        <Tag tone={isUsed ? 'warn' : 'plain'}>{t('year.missing')}</Tag>
      )}
      {proposed && (
        <a href={`/desk/calendars/lists/${proposed.id}`}>
          <Tag tone="brand">{t('year.proposed')}</Tag>
        </a>
      )}
    </span>
  )
}
