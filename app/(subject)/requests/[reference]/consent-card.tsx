import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Button, LinkButton } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { StoppedFacts } from '#data/receipts/read.ts'
import type { StatusView } from '#data/requests/find-status.ts'
import { recipientWords } from '#domain/certificate/receipt-wording.ts'
import { formatInstant } from '#domain/clock/wording.ts'

type Props = { status: StatusView; stopped: StoppedFacts; controller: PublicController; mayDownload: boolean }

/** What has stopped and since when, the proof to take away, and the offer to erase as well. */
export async function ConsentCard({ status, stopped, controller, mayDownload }: Props) {
  const [t, locale] = [await translator('subject'), await currentLocale()]
  const when = (instant: typeof stopped.stoppedAt) => formatInstant(instant, controller.zone, locale)
  const path = `/requests/${status.reference}`
  return (
    <>
      <Card title={t('consent.title')}>
        <ul className="mb-3 list-disc pl-5">
          {stopped.purposes.map((label) => (
            <li key={label.en}>{label[locale]}</li>
          ))}
        </ul>
        <p className="mb-3">
          {t('consent.since', { when: when(stopped.stoppedAt) })}{' '}
          {stopped.verifiedAt && t('consent.verified', { when: when(stopped.verifiedAt) })}
        </p>
        {stopped.recipients.length > 0 && (
          <>
            <p>{t('consent.recipients')}</p>
            <ul className="mb-3 list-disc pl-5">
              {stopped.recipients.map((recipient) => (
                <li key={recipient['dct:title']}>
                  <b>{recipient['dct:title']}</b>:{' '}
                  {recipientWords(recipient, (moment) => when(Temporal.Instant.from(moment)))[locale]}
                </li>
              ))}
            </ul>
          </>
        )}
        {mayDownload ? (
          <form method="post" action={`${path}/consent-receipt`}>
            <p className="mb-3">{t('package.downloadReady')}</p>
            <Button>{t('consent.download')}</Button>
          </form>
        ) : (
          <form method="post" action={`${path}/fresh-code/order`}>
            <p className="mb-3 text-sm text-muted">{t('consent.why')}</p>
            <Button>{t('consent.ask')}</Button>
          </form>
        )}
        <p className="mt-3">
          <a href="/verify" className="inline-flex min-h-11 items-center">
            {t('certificate.verify')}
          </a>
        </p>
      </Card>
      {status.followUp.isOpen && (
        <Card title={t('followUp.offer')}>
          <p className="mb-3">{t('followUp.offerText')}</p>
          <LinkButton look="quiet" href={`${path}/erasure`}>
            {t('followUp.open')}
          </LinkButton>
        </Card>
      )}
    </>
  )
}
