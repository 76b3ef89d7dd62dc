import { translator } from '#app/_server/i18n.ts'
import { type Column, Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { HolidayOverview, ShownList } from '#data/calendars/list.ts'
import { findCalendar } from '#domain/clock/catalogue.ts'
import { LOADABLE_CALENDARS } from '#domain/clock/loaded-calendars.ts'
import { calendarName } from './calendar-name.ts'

type Props = { overview: HolidayOverview; years: readonly number[] }

/** Calendars by years, and what each year rests on; those that this controller does not count by are folded away. */
export async function YearsTable({ overview, years }: Props) {
  const t = await translator('calendars')
  const others = LOADABLE_CALENDARS.filter((id) => !overview.inUse.includes(id))
  return (
    <div className="mb-4">
      <CalendarTable caption={t('used')} calendarIds={overview.inUse} lists={overview.lists} years={years} isUsed />
      <details className="mt-2">
        <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('unused')}</summary>
        <div className="mt-2">
          <CalendarTable caption={t('unused')} calendarIds={others} lists={overview.lists} years={years} />
        </div>
      </details>
    </div>
  )
}

type TableProps = {
  caption: string
  calendarIds: readonly string[]
  lists: readonly ShownList[]
  years: readonly number[]
  isUsed?: boolean
}

async function CalendarTable({ caption, calendarIds, lists, years, isUsed = false }: TableProps) {
  const t = await translator('calendars')
  const columns: Column<string>[] = [
    { label: t('calendar'), cell: (id) => calendarName(id, t) },
    ...years.map(
      (year): Column<string> => ({
        label: String(year),
        cell: (id) => (
          <YearState
            isUsed={isUsed}
            isShipped={isShipped(id, year)}
            lists={lists.filter((list) => list.calendarId === id && list.year === year)}
          />
        ),
      }),
    ),
  ]
  return <Table caption={caption} columns={columns} rows={[...calendarIds]} keyOf={(id) => id} />
}

export function isShipped(id: string, year: number): boolean {
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
