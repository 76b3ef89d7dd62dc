import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { CorrectionResult } from '#data/corrections/find-outcome.ts'
import { noteOfField, outcomeOfField } from '#domain/certificate/rectification-wording.ts'
import type { NoteReason } from '#domain/rectification.ts'

/** What was corrected and what was not, by its label; no value is shown here. */
export async function CorrectionsCard({ reference, results }: { reference: string; results: CorrectionResult[] }) {
  const [t, locale] = [await translator('subject'), await currentLocale()]
  return (
    <Card title={t('corrections.title')}>
      <ul className="mb-4 divide-y divide-line">
        {results.map(({ source, collection, field, reason, ...how }, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two rows may share every label, and the list never changes
          <li key={at} className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 py-2">
            <span className="min-w-0">
              <b>{field[locale]}</b>
              <span className="block text-sm text-muted">
                {collection[locale]}, {source}
              </span>
              {reason && <span className="block text-sm">{t(`corrections.reason.${reason as NoteReason}`)}</span>}
              <span className="block text-sm">{(reason ? noteOfField(how) : outcomeOfField(how))[locale]}.</span>
            </span>
            <Tag tone={how.outcome === 'corrected' ? 'ok' : 'warn'}>{t(`corrections.${how.outcome}`)}</Tag>
          </li>
        ))}
      </ul>
      {results.some(({ outcome }) => outcome !== 'corrected') && <p className="mb-3">{t('corrections.kept')}</p>}
      <p className="mb-3">{t('corrections.statement')}</p>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <LinkButton href={`/requests/${reference}/statement`}>{t('corrections.download')}</LinkButton>
        <a href="/verify" className="inline-flex min-h-11 items-center">
          {t('certificate.verify')}
        </a>
      </div>
    </Card>
  )
}
