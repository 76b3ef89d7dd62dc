import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { type BoardEntry, findBoard } from '#data/queue/board.ts'
import { BoardQuery, boardDays } from '#domain/board.ts'
import { formatDueDate, zoneName } from '#domain/clock/wording.ts'
import { DeskFrame } from '../desk-frame.tsx'
import { DueTable } from './due-table.tsx'
import { HourGrid } from './hour-grid.tsx'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export const generateMetadata = async () => ({ title: (await translator('desk'))('board.title') })

/** What falls due in the coming seven days, by the hour. */
export default async function Board({ searchParams }: Props) {
  const { actor } = await requireStaff()
  const query = BoardQuery.parse(await searchParams)
  const [t, locale, now] = [await translator('desk'), await currentLocale(), Temporal.Now.instant()]
  const { zone, due, entries, total } = await findBoard(actor, query, now)
  const days = boardDays(due, now, zone)
  const [today = '', tomorrow = ''] = days.map(({ date }) => date)
  const nearness: Record<string, string> = { [today]: t('board.today'), [tomorrow]: t('board.tomorrow') }
  return (
    <DeskFrame current="board">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 className="text-xl">{t('board.title')}</h1>
        <p className="text-xs text-muted">{t('board.zone', { zone: zoneName(zone, now) })}</p>
      </div>
      <HourGrid days={days} at={query.at} />
      {query.at && (
        <p className="mb-3 flex flex-wrap gap-x-4">
          <span>{t('board.oneHour', { hour: query.at.slice(11) })}</span>
          <a href="/desk/board">{t('board.all')}</a>
        </p>
      )}
      {entries.length === 0 && <EmptyState title={t('board.emptyTitle')}>{t('board.empty')}</EmptyState>}
      {[...byDay(entries)].map(([date, onDay]) => (
        <section key={date} className="mb-5">
          <h2 className="mb-2 text-sm">
            {nearness[date] && `${nearness[date]}, `}
            {formatDueDate(date, locale)}
          </h2>
          <DueTable entries={onDay} caption={formatDueDate(date, locale)} zone={zone} now={now} locale={locale} />
        </section>
      ))}
      {total > entries.length && <p className="text-muted">{t('board.more', { n: total - entries.length })}</p>}
    </DeskFrame>
  )
}

const byDay = (entries: readonly BoardEntry[]): Map<string, BoardEntry[]> =>
  Map.groupBy(entries, ({ hour }) => hour.slice(0, 10))
