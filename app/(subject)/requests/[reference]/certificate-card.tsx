import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import type { StatusView } from '#data/requests/find-status.ts'
import type { Certificate } from '#domain/certificate/certificate.ts'
import { keptByBasis, keptUntil } from '#domain/outcome.ts'

/** The proof to take away, and what it says was kept. */
type Props = { reference: string; contents: Certificate | null; plan: StatusView['plan'] }

export async function CertificateCard({ reference, contents, plan }: Props) {
  const [t, locale] = [await translator('subject'), await currentLocale()]
  const labels = new Map(
    plan.flatMap(({ collections }) => collections.map(({ collection, label }) => [collection, label[locale]])),
  )
  const retained = Map.groupBy(contents?.retained ?? [], ({ collection }) => collection)
  const path = `/requests/${reference}/certificate`
  return (
    <Card title={t('certificate.title')}>
      <p className="mb-3">{t('certificate.text')}</p>
      <div className="mb-3 flex flex-wrap gap-3">
        <LinkButton href={path}>{t('certificate.file')}</LinkButton>
        <LinkButton href={`${path}/pdf`} look="quiet">
          {t('certificate.pdf')}
        </LinkButton>
      </div>
      <p className="mb-3">
        <a href="/verify" className="inline-flex min-h-11 items-center">
          {t('certificate.verify')}
        </a>
      </p>
      {retained.size > 0 && (
        <>
          <h3 className="font-semibold">{t('certificate.kept')}</h3>
          <ul className="divide-y divide-line">
            {[...retained].map(([collection, items]) => (
              <li key={collection} className="py-2">
                {labels.get(collection) ?? collection}
                {keptByBasis(items).map((line) => (
                  <span key={line.basis} className="block text-sm text-muted">
                    {t('plan.rows', { count: line.count })} (
                    {t('plan.until', { basis: line.basis, until: keptUntil(line, locale) })})
                  </span>
                ))}
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}
