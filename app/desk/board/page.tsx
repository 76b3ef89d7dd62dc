import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { findBoard } from '#data/queue/board.ts'
import { countQueue } from '#data/queue/count.ts'
import { listControllers } from '#data/queue/list.ts'
import { listTroubled } from '#data/sources/troubled.ts'
import { BoardQuery, boardDays } from '#domain/board.ts'
import { zoneName } from '#domain/clock/wording.ts'
import { DeskFrame } from '../desk-frame.tsx'
import { NoAccess } from '../no-access.tsx'
import { SourceTrouble } from '../sources/trouble.tsx'
import { DueTable } from './due-table.tsx'
import { HourGrid } from './hour-grid.tsx'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export const generateMetadata = async () => ({ title: (await translator('desk'))('board.title') })

/** What falls due in the coming seven days, by the hour. */
export default async function Board({ searchParams }: Props) {
  const { actor } = await requireStaff()
  const query = BoardQuery.parse(await searchParams)
  const [t, locale, now] = [await translator('desk'), await currentLocale(), Temporal.Now.instant()]
  if ((await listControllers(actor)).length === 0) return <NoAccess title={t('board.title')} />
  const { zone, due, entries, total } = await findBoard(actor, query, now)
  const { breached } = await countQueue(actor, now)
  const days = boardDays(due, now, zone)
  const [today = '', tomorrow = ''] = days.map(({ date }) => date)
  const nearness: Record<string, string> = { [today]: t('board.today'), [tomorrow]: t('board.tomorrow') }
  return (
    <DeskFrame current="board">
      <div className="mb-4 flex flex-wrap items-baseline justify-between gap-x-4">
        <h1 className="text-xl">{t('board.title')}</h1>
        <p className="text-xs text-muted">{t('board.zone', { zone: zoneName(zone, now) })}</p>
      </div>
      {breached > 0 && (
        <Banner tone="bad" title={t('board.late', { n: breached })}>
          <a href="/desk/requests?view=breached">{t('board.seeLate')}</a>
        </Banner>
      )}
      <SourceTrouble sources={await listTroubled(actor)} />
      <HourGrid days={days} at={query.at} />
      {query.at && (
        <p className="mb-3 flex flex-wrap gap-x-4">
          <span>{t('board.oneHour', { hour: query.at.slice(11) })}</span>
          <a href="/desk/board">{t('board.all')}</a>
        </p>
      )}
      {entries.length > 0 ? (
        <DueTable entries={entries} nearness={nearness} zone={zone} now={now} locale={locale} />
      ) : (
        <EmptyState title={t('board.emptyTitle')}>{t('board.empty')}</EmptyState>
      )}
      {total > entries.length && <p className="mt-3 text-muted">{t('board.more', { n: total - entries.length })}</p>}
    </DeskFrame>
  )
}
