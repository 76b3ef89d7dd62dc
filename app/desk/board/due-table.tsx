import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { Avatar } from '#app/_ui/avatar.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { type Column, Table } from '#app/_ui/table.tsx'
import type { BoardEntry } from '#data/queue/board.ts'
import { describeClock, formatDueDate, type Locale } from '#domain/clock/wording.ts'
import { NextClock } from '../requests/next-clock.tsx'
import { clockTime } from '../requests/short-time.ts'

type Props = {
  entries: BoardEntry[]
  /** today and tomorrow by name */
  nearness: Readonly<Record<string, string>>
  zone: string
  now: Temporal.Instant
  locale: Locale
}

/** The duties day by day, the earliest first. */
export async function DueTable({ entries, nearness, zone, now, locale }: Props) {
  const t = await translator('desk')
  const columns: Column<BoardEntry>[] = [
    {
      label: t('board.when'),
      cell: ({ clock, dueLocalDate }) =>
        dueLocalDate ? (
          t('board.endOfDay')
        ) : (
          <b className="whitespace-nowrap">{clockTime(clock.dueAt, zone, locale)}</b>
        ),
    },
    { label: t('board.duty'), cell: ({ clock }) => describeClock(clock.clockId, locale).label },
    {
      label: t('board.reference'),
      cell: ({ reference }) => (
        <a href={`/desk/requests/${reference}`} className="inline-flex min-h-6 items-center">
          <Reference>{reference}</Reference>
        </a>
      ),
    },
    { label: t('column.controller'), cell: ({ controllerName }) => controllerName },
    { label: t('column.state'), cell: ({ status }) => t(`status.${status}`) },
    { label: t('board.left'), cell: ({ clock }) => <NextClock clock={clock} now={now} locale={locale} /> },
    {
      label: t('column.owner'),
      cell: ({ owner }) =>
        owner ? <Avatar name={owner} /> : <span className="whitespace-nowrap text-muted">{t('noOwner')}</span>,
    },
  ]
  const dayName = (date: string) => [nearness[date], formatDueDate(date, locale)].filter(Boolean).join(', ')
  return (
    <Table
      caption={t('board.title')}
      columns={columns}
      rows={entries}
      groupOf={({ hour }) => dayName(hour.slice(0, 10))}
      keyOf={({ reference, clock }) => `${reference} ${clock.clockId}`}
    />
  )
}
