import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { decideRenewal, MOST_RENEWALS, type Renewable } from '#domain/download.ts'

type Props = {
  reference: string
  pack: Renewable
  when: string
  contact: string
  hasFreshCode: boolean
  now: Temporal.Instant
}

/** A file that ended: it is being made again, can be asked for again, or is gone for good. */
export async function EndedPackage({ reference, pack, when, contact, hasFreshCode, now }: Props) {
  const t = await translator('subject')
  if (pack.renewing && !pack.shredded)
    return (
      <Banner tone="note" title={t('package.renewing')}>
        {t('package.renewingText')}
      </Banner>
    )
  if (!decideRenewal(pack, now).ok)
    return (
      <Banner tone="warn" title={t('package.ended', { when })}>
        {t('package.endedText', { contact })}
      </Banner>
    )
  return (
    <>
      <Banner tone="warn" title={t('package.ended', { when })}>
        {t('package.renewText', { left: MOST_RENEWALS - pack.renewals })}
      </Banner>
      {hasFreshCode ? (
        <form method="post" action={`/requests/${reference}/package/renewal`}>
          <Button>{t('package.renew')}</Button>
        </form>
      ) : (
        <form method="post" action={`/requests/${reference}/fresh-code/order`}>
          <p className="mb-3 text-sm text-muted">{t('package.renewWhy')}</p>
          <Button>{t('package.ask')}</Button>
        </form>
      )}
    </>
  )
}
