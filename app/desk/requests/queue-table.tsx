import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { Avatar } from '#app/_ui/avatar.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { type Column, Table } from '#app/_ui/table.tsx'
import type { QueueRow } from '#data/queue/rows.ts'
import type { Locale } from '#domain/clock/wording.ts'
import { type QueueQuery, queueAddress } from '#domain/queue-view.ts'
import { Acknowledged } from './acknowledged.tsx'
import { NextClock } from './next-clock.tsx'
import { shortTime } from './short-time.ts'
import { Ball, StatusTag } from './status-tag.tsx'

type Props = {
  rows: QueueRow[]
  query: QueueQuery
  now: Temporal.Instant
  locale: Locale
  /** the form that ticked rows belong to; null: nothing can be ticked */
  pickFor: string | null
}

/** The queue: one row a request, the next clock first in mind. */
export async function QueueTable({ rows, query, now, locale, pickFor }: Props) {
  const t = await translator('desk')
  const sorted = (up: QueueQuery['sort'], down: QueueQuery['sort']) => ({
    href: queueAddress({ ...query, after: null, sort: query.sort === up ? down : up }),
    ...(query.sort === up && { direction: 'ascending' as const }),
    ...(query.sort === down && { direction: 'descending' as const }),
  })
  const pick: Column<QueueRow> = {
    label: t('column.pick'),
    cell: ({ reference, version }) => (
      <input
        type="checkbox"
        name={`pick-${reference}`}
        value={version}
        form={pickFor ?? ''}
        aria-label={t('pick', { reference })}
        className="size-4.5 accent-brand pointer-coarse:size-6"
      />
    ),
  }
  const columns: Column<QueueRow>[] = [
    ...(pickFor ? [pick] : []),
    {
      label: t('column.reference'),
      sort: sorted('oldest', 'newest'),
      cell: ({ reference, receivedAt, zone }) => (
        <>
          <a href={`/desk/requests/${reference}`} className="inline-flex min-h-6 items-center">
            <Reference>{reference}</Reference>
          </a>
          <span className="block text-xs whitespace-nowrap text-muted">{shortTime(receivedAt, zone, locale)}</span>
        </>
      ),
    },
    { label: t('column.right'), cell: (row) => <Right {...row} /> },
    { label: t('column.person'), cell: (row) => <Person row={row} /> },
    { label: t('column.controller'), cell: ({ controllerName }) => controllerName },
    {
      label: t('column.state'),
      cell: (row) => (
        <span className="grid justify-items-start gap-0.5">
          <StatusTag {...row} />
          <Ball {...row} />
        </span>
      ),
    },
    {
      label: t('column.clock'),
      sort: sorted('due', 'due-last'),
      cell: ({ clock, isWaiting }) =>
        clock ? (
          <NextClock clock={clock} now={now} locale={locale} />
        ) : (
          <span className="text-muted">{t(isWaiting ? 'waitingClock' : 'noClock')}</span>
        ),
    },
    {
      label: t('column.ack'),
      cell: (row) => <Acknowledged {...row} />,
    },
    {
      label: t('column.owner'),
      cell: ({ owner }) =>
        owner ? <Avatar name={owner} /> : <span className="whitespace-nowrap text-muted">{t('noOwner')}</span>,
    },
  ]
  return <Table caption={t(`view.${query.view}`)} columns={columns} rows={rows} keyOf={(row) => row.reference} />
}

async function Right({ right, isAppeal }: QueueRow) {
  const t = await translator('desk')
  return (
    <span className="leading-tight">
      {t(`right.${right}`)}
      {isAppeal && <span className="block text-xs font-semibold text-warn">{t('appeal')}</span>}
    </span>
  )
}

export async function RightName({ right }: { right: QueueRow['right'] }) {
  const t = await translator('subject')
  return t(`rightName.${right}`)
}

async function Person({ row }: { row: QueueRow }) {
  const t = await translator('desk')
  const { maskedName, isProved, contactOnFile, requesterKind } = row
  const proof = !isProved
    ? t('unproved')
    : contactOnFile === null
      ? t('proved')
      : contactOnFile
        ? t('onFile')
        : t('notOnFile')
  const acting = requesterKind === 'guardian' || requesterKind === 'attorney' ? ` · ${t(`by.${requesterKind}`)}` : ''
  return (
    <span className="leading-tight">
      {maskedName ?? <span className="text-muted">{t('masked')}</span>}
      <span className="block text-xs text-muted">
        {proof}
        {acting}
      </span>
    </span>
  )
}
