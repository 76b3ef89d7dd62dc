import { translator } from '#app/_server/i18n.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import type { Certificate } from '#domain/certificate/certificate.ts'

/** The proof to take away, and what it says was kept. */
export async function CertificateCard({ reference, contents }: { reference: string; contents: Certificate | null }) {
  const t = await translator('subject')
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
      {contents && contents.retained.length > 0 && (
        <>
          <h3 className="font-semibold">{t('certificate.kept')}</h3>
          <ul className="divide-y divide-line">
            {contents.retained.map(({ source, collection, count, basis, article, until }) => (
              <li key={`${source}.${collection}.${basis}.${until}`} className="py-2">
                {t('certificate.keptItem', { source, collection, count })}
                <span className="block text-sm text-muted">{t('certificate.keptWhy', { basis, article, until })}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </Card>
  )
}
