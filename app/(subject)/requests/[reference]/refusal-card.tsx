import { translator } from '#app/_server/i18n.ts'
import { Card } from '#app/_ui/card.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { StatusView } from '#data/requests/find-status.ts'

/** A coded reason, its article, and every way on (UU PDP art. 12, PP 33/2026 art. 27). */
export async function RefusalCard({
  status: { reference, appeal },
  refusal,
  controller,
}: {
  status: StatusView
  refusal: NonNullable<StatusView['refusal']>
  controller: PublicController
}) {
  const t = await translator('subject')
  const { dpoName, dpoContact, slug } = controller
  return (
    <Card title={t('refusal.title')}>
      <div className="grid gap-3">
        <p>{t(`refusal.${refusal.code}`)}</p>
        {refusal.words && <p className="whitespace-pre-wrap">{refusal.words}</p>}
        {refusal.article && <p className="text-sm text-muted">{t('refusal.article', { article: refusal.article })}</p>}
        <h3 className="font-semibold">{t('refusal.remedies')}</h3>
        <ul className="grid list-disc gap-1 pl-5">
          {appeal.isOpen && (
            <li>
              <a href={`/requests/${reference}/appeal`}>{t('refusal.object')}</a>
            </li>
          )}
          <li>{t('refusal.appeal', { dpoName, dpoContact })}</li>
          <li>
            <a href={`/${slug}`}>{t('refusal.again')}</a>
          </li>
          <li>{t('refusal.authority')}</li>
        </ul>
      </div>
    </Card>
  )
}
