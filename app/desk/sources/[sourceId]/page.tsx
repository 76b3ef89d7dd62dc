import { countryName } from '#app/_server/countries.ts'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { formatInstant } from '#domain/clock/wording.ts'
import { CheckedSource } from '../check-result.tsx'
import { SourceFrame, type SourceParams, shownSource } from '../found-source.tsx'
import type { Search } from '../managed.tsx'
import { sourceAddress } from '../on-source.ts'
import { RECIPIENTS } from '../recipients/on-recipient.ts'

export const generateMetadata = async () => ({ title: (await translator('sources'))('title') })

/** How one source stands: whether it can be reached, and whether it still is what its map says. */
export default async function SourcePage({ params, searchParams }: SourceParams & { searchParams: Search }) {
  const { source } = await shownSource(params)
  const [t, locale, search] = [await translator('sources'), await currentLocale(), await searchParams]
  const { id, key, kind, region, backupDays, map, check, checkedAt, zone, recipients, controllerId } = source
  return (
    <SourceFrame source={source} tab="state" done={search['done']}>
      <div className="grid items-start gap-x-5 xl:grid-cols-[minmax(0,1fr)_320px]">
        <Card dense title={t('checkResult')}>
          <p className="mb-3 text-muted">
            {checkedAt ? t('checked', { when: formatInstant(checkedAt, zone, locale) }) : t('never')}
          </p>
          {map && (
            <form method="post" action={`${sourceAddress(id)}/checks`}>
              <Button slim>{t('checkNow')}</Button>
            </form>
          )}
          {check && <CheckedSource name={source.name} result={check} />}
        </Card>
        <Card dense title={t('facts')}>
          <Facts
            dense
            facts={[
              { term: t('fact.key'), detail: <span className="font-mono text-xs">{key}</span> },
              { term: t('fact.kind'), detail: t(`kind.${kind}`) },
              { term: t('fact.region'), detail: countryName(region, locale) },
              { term: t('fact.backups'), detail: t('fact.backupDays', { n: backupDays }) },
              { term: t('fact.map'), detail: map ? t('mapVersion', { version: map.version }) : t('noMap') },
              { term: t('fact.connection'), detail: t('fact.sealed') },
              {
                term: t('fact.recipients'),
                detail: (
                  <a href={`${RECIPIENTS}?controller=${controllerId}`}>
                    {recipients.map(({ name }) => name).join(', ') || t('fact.nobody')}
                  </a>
                ),
              },
            ]}
          />
        </Card>
      </div>
    </SourceFrame>
  )
}
