import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { ErrorSummary } from '#app/_ui/error-summary.tsx'
import { Figures } from '#app/_ui/figures.tsx'
import { countQueue } from '#data/queue/count.ts'
import { listControllers, listQueue } from '#data/queue/list.ts'
import { listAssignable } from '#data/users/list-assignable.ts'
import { may } from '#domain/actor.ts'
import { QueueQuery, queueAddress } from '#domain/queue-view.ts'
import { DeskFrame } from '../desk-frame.tsx'
import { NoAccess } from '../no-access.tsx'
import { BULK_FORM, BulkBar } from './bulk-bar.tsx'
import { BulkResult } from './bulk-result.tsx'
import { keyWords } from './key-words.ts'
import { QueueFilters } from './queue-filters.tsx'
import { QueueKeys } from './queue-keys.client.tsx'
import { QueueTable } from './queue-table.tsx'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata({ searchParams }: Props) {
  return { title: (await translator('desk'))(`view.${QueueQuery.parse(await searchParams).view}`) }
}

export default async function Queue({ searchParams }: Props) {
  const { actor } = await requireStaff()
  const t = await translator('desk')
  const said = await searchParams
  const query = QueueQuery.parse(said)
  const controllers = await listControllers(actor)
  if (controllers.length === 0) return <NoAccess title={t('requests')} />
  const [now, locale, form] = [Temporal.Now.instant(), await currentLocale(), await shownForm()]
  const { rows, next } = await listQueue(actor, query, now)
  const mayAssign = may(actor, 'assign', actor.controllerId) && rows.length > 0 && query.view !== 'closed'
  return (
    <DeskFrame current={query.q ? undefined : query.view}>
      <ErrorSummary
        errors={form.errors.map(({ name, message }) => ({ name: name === 'reason' ? name : 'assignee', message }))}
      />
      {form.refusal && <Banner tone="bad" title={form.refusal} />}
      <BulkResult said={said} />
      <div className="mb-4 flex flex-wrap items-center justify-between gap-2">
        <h1 className="text-xl">{query.q ? t('found', { q: query.q }) : t(`view.${query.view}`)}</h1>
        <QueueKeys words={await keyWords()} />
      </div>
      <DayFigures />
      <QueueFilters query={query} controllers={controllers} />
      {rows.length > 0 ? (
        <QueueTable rows={rows} query={query} now={now} locale={locale} pickFor={mayAssign ? BULK_FORM : null} />
      ) : (
        <EmptyState title={t('emptyTitle')}>
          {query.q || query.right || query.controller ? t('emptyFiltered') : t(`empty.${query.view}`)}
        </EmptyState>
      )}
      {mayAssign && <BulkBar view={query.view} people={await listAssignable(actor, null)} actor={actor} />}
      <p className="mt-3 flex gap-4">
        {query.after && <a href={queueAddress({ ...query, after: null })}>{t('first')}</a>}
        {next && <a href={queueAddress({ ...query, after: next })}>{t('next')}</a>}
      </p>
    </DeskFrame>
  )
}

/** How the day stands. */
async function DayFigures() {
  const [{ actor }, t] = [await requireStaff(), await translator('desk')]
  const counts = await countQueue(actor, Temporal.Now.instant())
  return (
    <Figures
      figures={[
        { value: counts.open, label: t('tile.open') },
        { value: counts.dueSoon, label: t('tile.dueSoon') },
        { value: counts.breached, label: t('tile.breached') },
        {
          value: t('ofTotal', { n: counts.acknowledgedToday, total: counts.receivedToday }),
          label: t('tile.acknowledged'),
        },
      ]}
    />
  )
}
