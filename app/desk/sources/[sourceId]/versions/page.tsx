import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { findVersion, listVersions } from '#data/sources/find.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { onlyDataset } from '#domain/source/form.ts'
import { isQueried } from '#domain/source/kind.ts'
import { SourceFrame, type SourceParams, shownSource } from '../../found-source.tsx'
import type { Search } from '../../managed.tsx'
import { MapChanges } from '../../map-changes.tsx'
import { MapField } from '../../map-field.tsx'
import { sourceAddress } from '../../on-source.ts'

const Shown = z.coerce.number().int().min(1).nullable().catch(null)

export const generateMetadata = async () => ({ title: (await translator('sources'))('versions.title') })

/** Every map this source had, and the way to hand in the next. */
export default async function Versions({ params, searchParams }: SourceParams & { searchParams: Search }) {
  const { actor, source } = await shownSource(params)
  const [t, locale] = [await translator('sources'), await currentLocale()]
  const versions = await listVersions(actor, source)
  const shown = Shown.parse((await searchParams)['version'])
  const yaml = shown && (await findVersion(actor, source, shown))
  const before = shown && yaml ? await findVersion(actor, source, shown - 1) : null
  const here = sourceAddress(source.id, 'versions')
  return (
    <SourceFrame source={source} tab="versions">
      {versions.length > 0 && (
        <div className="mb-4">
          <Table
            caption={t('versions.caption')}
            rows={versions}
            keyOf={({ version }) => String(version)}
            columns={[
              {
                label: t('versions.version'),
                cell: ({ version }) => (
                  <span className="flex flex-wrap items-center gap-2">
                    <b>{version}</b> {version === source.map?.version && <Tag tone="ok">{t('versions.inForce')}</Tag>}
                  </span>
                ),
              },
              { label: t('versions.when'), cell: ({ createdAt }) => formatInstant(createdAt, source.zone, locale) },
              { label: t('versions.by'), cell: ({ by }) => by ?? t('versions.nobody') },
              { label: t('versions.running'), end: true, cell: ({ running }) => running },
              {
                label: t('versions.show'),
                cell: ({ version }) => <a href={`${here}?version=${version}`}>{t('versions.show')}</a>,
              },
            ]}
          />
        </div>
      )}
      {yaml && (
        <Card dense title={t('versions.written', { version: shown ?? 0 })}>
          {before && (
            <div className="mb-4">
              <h3 className="mb-2 font-semibold">{t('diff.from', { version: (shown ?? 1) - 1 })}</h3>
              <MapChanges before={onlyDataset(before)} after={onlyDataset(yaml)} />
            </div>
          )}
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by key */}
          <pre className="max-h-120 overflow-auto rounded-sm bg-sunken p-3 text-xs" tabIndex={0}>
            {yaml}
          </pre>
        </Card>
      )}
      <Card dense title={t('versions.new')}>
        <p className="mb-4 max-w-page text-muted">{t('versions.newText')}</p>
        <form method="post" action={`${here}/candidates`} noValidate>
          <MapField written={source.map?.yaml} rows={18} />
          <Button slim>{t('versions.check')}</Button>
        </form>
        {isQueried(source.kind) && (
          <form method="post" action={`${sourceAddress(source.id)}/drafts`} className="mt-3">
            <Button slim look="quiet">
              {t('versions.draft')}
            </Button>
          </form>
        )}
      </Card>
    </SourceFrame>
  )
}
