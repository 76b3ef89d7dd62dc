import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { type Column, Table } from '#app/_ui/table.tsx'
import type { FoundList } from '#data/calendars/find-list.ts'
import { type Move, previewHolidays } from '#data/calendars/preview.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { describeClock, formatDueDate, formatInstant } from '#domain/clock/wording.ts'

/** What running clocks would do if this list counted now. */
export async function Effect({ list, actor }: { list: FoundList; actor: StaffActor }) {
  const [t, locale] = [await translator('calendars'), await currentLocale()]
  const { looked, isComplete, earlier, later, moves } = await previewHolidays(actor, list)
  const due = ({ dueAt, dueLocalDate }: Move['from'], zone: string) =>
    dueLocalDate ? formatDueDate(dueLocalDate, locale) : formatInstant(dueAt, zone, locale)
  const columns: Column<Move>[] = [
    {
      label: t('effect.request'),
      cell: ({ reference }) => (
        <a className="whitespace-nowrap" href={`/desk/requests/${reference}`}>
          {reference}
        </a>
      ),
    },
    { label: t('effect.clock'), cell: ({ clockId }) => describeClock(clockId, locale).label },
    { label: t('effect.from'), cell: ({ from, zone }) => due(from, zone) },
    { label: t('effect.to'), cell: ({ to, zone }) => <b>{due(to, zone)}</b> },
  ]
  return (
    <Card dense title={t('effect.title')}>
      <p className="mb-3">
        {earlier + later === 0 ? t('effect.none', { looked }) : t('effect.some', { earlier, later, looked })}{' '}
        {!isComplete && t('effect.incomplete')}
      </p>
      {moves.length > 0 && (
        <Table
          caption={t('effect.title')}
          columns={columns}
          rows={moves}
          keyOf={({ reference, clockId }) => `${reference} ${clockId}`}
        />
      )}
      {earlier + later > moves.length && (
        <p className="mt-2 text-xs text-muted">{t('effect.more', { n: earlier + later - moves.length })}</p>
      )}
    </Card>
  )
}
