import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { StatusView } from '#data/requests/find-status.ts'
import { formatDueDate, formatInstant } from '#domain/clock/wording.ts'
import { type CollectionOutcome, keptByBasis, keptUntil } from '#domain/outcome.ts'

/** What an approved erasure will take and leave, and the last moment to stop it. */
export async function PlanCard({ status, controller }: { status: StatusView; controller: PublicController }) {
  const isPlanned = status.status === 'approved' || status.status === 'executing'
  if (status.right !== 'erasure' || !isPlanned || status.plan.length === 0) return null
  const t = await translator('subject')
  const locale = await currentLocale()
  const when = status.executeAfter && formatInstant(status.executeAfter, controller.zone, locale)
  return (
    <Card title={t('plan.title')}>
      {status.status === 'approved' && when && <p className="mb-3 font-semibold">{t('plan.last', { when })}</p>}
      {status.plan.map(({ source, collections }) => (
        <div key={source} className="mb-3 last:mb-0">
          <h3 className="font-semibold">{source}</h3>
          <ul className="divide-y divide-line">
            {collections
              .filter(({ found }) => found > 0)
              .map((collection) => (
                <li key={collection.collection} className="py-2">
                  <span className="font-semibold">{collection.label[locale]}</span>
                  <Fates collection={collection} />
                </li>
              ))}
          </ul>
        </div>
      ))}
    </Card>
  )
}

async function Fates({ collection }: { collection: CollectionOutcome }) {
  const [t, locale] = [await translator('subject'), await currentLocale()]
  const rows = (count: number) => t('plan.rows', { count })
  return (
    <ul className="text-sm">
      {collection.delete > 0 && (
        <li>
          {t('plan.goes')}: {rows(collection.delete)}
        </li>
      )}
      {collection.change > 0 && (
        <li>
          {t('plan.changes')}: {rows(collection.change)}
        </li>
      )}
      {keptByBasis(collection.kept).map((line) => (
        <li key={line.basis}>
          {t('plan.keeps')}: {rows(line.count)} (
          {t('plan.until', { basis: line.basis, until: keptUntil(line, locale) })})
        </li>
      ))}
      {collection.onHold.map(({ holdId, count, basis, until }) => (
        <li key={holdId}>
          {t('plan.onHold')}: {rows(count)} ({basis}, {until ? formatDueDate(until, locale) : t('plan.untilLifted')})
        </li>
      ))}
      {collection.held.map(({ count, why }) => (
        <li key={why}>
          {t('plan.held')}: {rows(count)} ({t(`plan.${why}`)})
        </li>
      ))}
    </ul>
  )
}
