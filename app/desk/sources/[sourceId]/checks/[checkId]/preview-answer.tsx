import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { FoundSource } from '#data/sources/find.ts'
import type { PreviewResult } from '#domain/source/preview-result.ts'
import { sourceAddress } from '../../../on-source.ts'

type Props = { source: FoundSource; result: PreviewResult }
type Reached = PreviewResult['collections'][number]

/** How much a request would reach, collection by collection, and what an erasure would do there. No value is shown. */
export async function PreviewAnswer({ source, result: { collections, unknownLabels, obstacles } }: Props) {
  const t = await translator('sources')
  const found = collections.filter(({ rows }) => rows > 0)
  const empty = collections.filter(({ rows }) => rows === 0)
  const withFate = found.some(({ fate }) => fate !== null)
  return (
    <>
      {unknownLabels.length > 0 && (
        <Banner tone="warn" title={t('preview.unknown', { labels: unknownLabels.join(', ') })} />
      )}
      {found.length === 0 ? (
        <p className="mb-4">{t('preview.nothing')}</p>
      ) : (
        <Table
          caption={t('preview.caption')}
          rows={found}
          keyOf={({ dataset, collection }) => `${dataset}:${collection}`}
          columns={[
            {
              label: t('collection'),
              cell: ({ dataset, collection }) => (
                <>
                  <b>{collection}</b> <span className="block font-mono text-xs text-muted">{dataset}</span>
                </>
              ),
            },
            { label: t('preview.rows'), end: true, cell: ({ rows }) => rows },
            { label: t('preview.thirdParty'), end: true, cell: ({ thirdParty }) => flagged(thirdParty) },
            { label: t('preview.shared'), end: true, cell: ({ shared }) => flagged(shared) },
            ...(withFate ? [{ label: t('preview.fate'), cell: (row: Reached) => <Fate fate={row.fate} /> }] : []),
          ]}
        />
      )}
      {empty.length > 0 && (
        <p className="mt-3 text-muted">
          {t('preview.empty', { n: empty.length, names: empty.map(({ collection }) => collection).join(', ') })}
        </p>
      )}
      <Obstacles obstacles={obstacles} />
      <p className="mt-4 flex flex-wrap gap-x-4">
        <a href={sourceAddress(source.id, 'preview')}>{t('preview.again')}</a>
        <span className="text-muted">{t('preview.kept_hour')}</span>
      </p>
    </>
  )
}

const flagged = (count: number) => (count > 0 ? <Tag tone="warn">{count}</Tag> : 0)

async function Fate({ fate }: { fate: Reached['fate'] }) {
  const t = await translator('sources')
  if (!fate) return null
  const method = (name: string) => {
    const key = `method.${name}` as 'method.null'
    return t.has(key) ? t(key) : name
  }
  const why = (reason: string) => {
    const key = `preview.why2.${reason}` as 'preview.why2.shared'
    return t.has(key) ? t(key) : reason
  }
  const fields = (changed: Record<string, string>) =>
    Object.entries(changed)
      .map(([field, how]) => `${field} (${method(how)})`)
      .join(', ')
  const lines = [
    ...(fate.deleted > 0 ? [t('preview.deleted', { n: fate.deleted })] : []),
    ...fate.changed.map(({ rows, ...each }) => t('preview.changed', { n: rows, fields: fields(each.fields) })),
    ...fate.kept.map(({ rows, basis, until }) => t('preview.kept', { n: rows, basis, until })),
    ...fate.held.map(({ rows, why: reason }) => t('preview.held', { n: rows, why: why(reason) })),
  ]
  return lines.length === 0 ? (
    <span className="text-muted">{t('preview.leave')}</span>
  ) : (
    <ul>
      {lines.map((line) => (
        <li key={line}>{line}</li>
      ))}
    </ul>
  )
}

async function Obstacles({ obstacles }: Pick<PreviewResult, 'obstacles'>) {
  const [t, words] = [await translator('sources'), await translator('desk')]
  if (obstacles.length === 0) return null
  return (
    <div className="mt-4">
      <h3 className="mb-1.5 font-semibold">{t('preview.obstacles')}</h3>
      <ul className="grid gap-1">
        {obstacles.map(({ collection, field, kind, blocking }) => {
          const key = `obstacle.${kind}` as 'obstacle.permission'
          return (
            <li key={`${collection}.${field}.${kind}`}>
              <Tag tone={blocking ? 'bad' : 'plain'}>{words(blocking ? 'obstacleBlocks' : 'obstacleNote')}</Tag>{' '}
              <span className="font-mono text-xs">{field ? `${collection}.${field}` : collection}</span>:{' '}
              {words.has(key) ? words(key) : kind}
            </li>
          )
        })}
      </ul>
    </div>
  )
}
