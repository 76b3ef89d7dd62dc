import { countryName } from '#app/_server/countries.ts'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { ListedSource } from '#data/sources/list.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { sourceAddress } from './on-source.ts'
import { StateTag } from './source-state.tsx'

type Props = { caption: string; sources: ListedSource[]; zone: string }

export async function SourcesTable({ caption, sources, zone }: Props) {
  const [t, locale] = [await translator('sources'), await currentLocale()]
  return (
    <Table
      caption={caption}
      rows={sources}
      keyOf={({ id }) => id}
      columns={[
        {
          label: t('column.name'),
          cell: ({ id, name, key }) => (
            <>
              <a href={sourceAddress(id)} className="inline-flex min-h-6 items-center font-semibold">
                {name}
              </a>
              <span className="block font-mono text-xs text-muted">{key}</span>
            </>
          ),
        },
        { label: t('column.kind'), cell: ({ kind }) => t(`kind.${kind}`) },
        { label: t('column.region'), cell: ({ region }) => countryName(region, locale) },
        {
          label: t('column.map'),
          cell: ({ version }) =>
            version === null ? <Tag tone="warn">{t('noMap')}</Tag> : t('mapVersion', { version }),
        },
        {
          label: t('column.state'),
          cell: ({ state, stateSince, checkedAt }) => (
            <>
              <StateTag state={state} />
              {stateSince && state !== 'fine' && (
                <span className="block text-xs text-muted">
                  {t('since', { when: formatInstant(stateSince, zone, locale) })}
                </span>
              )}
              {checkedAt && state === 'fine' && (
                <span className="block text-xs text-muted">
                  {t('checked', { when: formatInstant(checkedAt, zone, locale) })}
                </span>
              )}
            </>
          ),
        },
        {
          label: t('column.tasks'),
          cell: ({ openTasks, failedTasks }) =>
            openTasks === 0 ? (
              <span className="text-muted">{t('noTasks')}</span>
            ) : (
              <span className="flex flex-wrap gap-2">
                {t('openTasks', { n: openTasks })}
                {failedTasks > 0 && <Tag tone="bad">{t('failedTasks', { n: failedTasks })}</Tag>}
              </span>
            ),
        },
      ]}
    />
  )
}
