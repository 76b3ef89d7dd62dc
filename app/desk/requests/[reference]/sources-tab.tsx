import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Button } from '#app/_ui/button.tsx'
import { type Column, Table } from '#app/_ui/table.tsx'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import type { DeskSource } from '#data/findings/sources.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import type { SourceKind } from '#domain/source/kind.ts'
import { stoppedRows } from '#domain/stop-outcome.ts'
import { Asked } from './asked.tsx'
import { ErasedTable } from './erased-table.tsx'
import { Identifiers } from './identifiers.tsx'
import { StoppedTable } from './stopped-table.tsx'

type Props = { request: DeskRequest; actor: StaffActor; mayOpen: boolean; mayWork: boolean }

/** What each source was asked and answered. */
export async function SourcesTab({ request, actor, mayOpen, mayWork }: Props) {
  const t = await translator('desk')
  const of = (purpose: DeskSource['purpose']) => request.sources.filter((source) => source.purpose === purpose)
  const [stopping, collecting, erasing] = [of('stop'), of('collect'), of('erase')]
  if (request.sources.length === 0) return <p className="text-muted">{t('sources.none')}</p>
  const parts = { reference: request.reference, zone: request.controller.zone, mayOpen, mayWork }
  return (
    <>
      {stopping.length > 0 && (
        <>
          <SourceTable title={t('sources.stopTitle')} sources={stopping} {...parts} />
          {stopping.map((source) => (
            <StoppedTable key={source.taskId} source={source} zone={request.controller.zone} />
          ))}
        </>
      )}
      {collecting.length > 0 && <SourceTable title={t('sources.collectTitle')} sources={collecting} {...parts} />}
      {erasing.length > 0 && (
        <>
          <SourceTable title={t('sources.eraseTitle')} sources={erasing} {...parts} />
          {erasing.map((source) => (
            <ErasedTable key={source.taskId} source={source} />
          ))}
        </>
      )}
      <Identifiers request={request} actor={actor} />
    </>
  )
}

type TableProps = {
  title: string
  sources: DeskSource[]
  reference: string
  zone: string
  mayOpen: boolean
  mayWork: boolean
}

async function SourceTable({ title, sources, reference, zone, mayOpen, mayWork }: TableProps) {
  const [t, kinds] = [await translator('desk'), await translator('sources')]
  const mayRetry = mayWork && sources.some(({ state }) => state === 'failed')
  const isCollecting = sources.every(({ purpose }) => purpose === 'collect')
  const found: Column<DeskSource> = {
    label: t('sources.found'),
    cell: (source) => <Found source={source} reference={reference} mayOpen={mayOpen} />,
  }
  const shared: Column<DeskSource> = {
    label: t('sources.shared'),
    end: true,
    cell: ({ collected }) => collected?.shared ?? '',
  }
  const retry: Column<DeskSource> = {
    label: t('sources.action'),
    cell: ({ taskId, state }) =>
      state === 'failed' && (
        <form method="post" action={`/desk/requests/${reference}/tasks/${taskId}/retry`}>
          <Button slim look="quiet">
            {t('sources.retry')}
          </Button>
        </form>
      ),
  }
  return (
    <>
      <h2 className="mt-4 mb-2 text-sm first:mt-0">{title}</h2>
      <Table
        caption={`${title}: ${t('sources.caption')}`}
        rows={sources}
        keyOf={({ taskId }) => taskId}
        columns={[
          {
            label: t('sources.source'),
            cell: ({ name, kind, region }) => (
              <>
                <b>{name}</b>
                <span className="block text-xs text-muted">
                  {kinds(`kind.${kind as SourceKind}`)} · {region}
                </span>
              </>
            ),
          },
          ...(isCollecting ? [found] : []),
          {
            label: t('sources.outcome'),
            cell: (source) => (
              <>
                <TaskTag source={source} />
                <Asked source={source} zone={zone} mayWork={mayWork} />
              </>
            ),
          },
          { label: t('sources.rows'), end: true, cell: (source) => rowsOf(source) },
          ...(isCollecting ? [shared] : []),
          ...(mayRetry ? [retry] : []),
        ]}
      />
    </>
  )
}

/** A source that answers for itself states its rows: nobody read them again. */
const rowsOf = ({ collected, erased, stopped }: DeskSource): number | string =>
  collected?.rows ??
  (stopped && stoppedRows(stopped)) ??
  erased?.collections.reduce((total, each) => total + (erased.stated ? each.delete + each.change : each.gone), 0) ??
  ''

async function Found({ source, reference, mayOpen }: { source: DeskSource; reference: string; mayOpen: boolean }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const { findings, collected } = source
  if (findings.length === 0) return collected && <span className="text-muted">{t('sources.nothing')}</span>
  return (
    <ul className="flex flex-wrap gap-x-3 gap-y-1">
      {findings.map(({ id, collection, label, rows }) => (
        <li key={id} title={collection}>
          {mayOpen ? (
            <a href={`/desk/requests/${reference}/findings/${id}`} className="inline-flex min-h-6 items-center">
              {label[locale]}
            </a>
          ) : (
            label[locale]
          )}{' '}
          <span className="text-muted">{rows}</span>
        </li>
      ))}
    </ul>
  )
}

const tones: Record<DeskSource['state'], Tone> = {
  waiting: 'plain',
  running: 'brand',
  asked: 'brand',
  done: 'ok',
  failed: 'bad',
}

async function TaskTag({ source: { purpose, state, reason, readSoFar } }: { source: DeskSource }) {
  const t = await translator('desk')
  const key = `fault.${reason}` as 'fault.unknown'
  return (
    <>
      <Tag tone={tones[state]}>{t(`task.${purpose}.${state}`)}</Tag>
      {readSoFar > 0 && <span className="block text-xs text-muted">{t('sources.readSoFar', { n: readSoFar })}</span>}
      {state === 'failed' && (
        <span className="block text-xs text-muted">{t.has(key) ? t(key) : t('fault.unknown')}</span>
      )}
    </>
  )
}
