import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { StatusView } from '#data/requests/find-status.ts'
import { formatBytes } from '#domain/bytes.ts'
import { formatInstant, timeLeft } from '#domain/clock/wording.ts'
import { downloadState } from '#domain/download.ts'
import { EndedPackage } from './ended-package.tsx'

type Props = {
  status: StatusView
  pack: NonNullable<StatusView['pack']>
  controller: PublicController
  mayDownload: boolean
  now: Temporal.Instant
}

/** The file: until when, why a fresh code is needed, and the one next step towards it. */
export async function PackageCard({ status: { reference }, pack, controller, mayDownload, now }: Props) {
  const t = await translator('subject')
  const locale = await currentLocale()
  const when = formatInstant(pack.expiresAt, controller.zone, locale)
  const state = downloadState(pack, now)
  if (state === 'ended' || pack.renewing)
    return (
      <Card title={t('package.title')}>
        <EndedPackage {...{ reference, pack, when, now }} contact={controller.contact} hasFreshCode={mayDownload} />
      </Card>
    )
  return (
    <Card title={t('package.title')}>
      {state === 'ends_soon' ? (
        <Banner tone="warn" title={t('package.soon', { when, left: timeLeft(now, pack.expiresAt, locale) })} />
      ) : (
        <p className="mb-3 font-semibold">{t('package.ready', { when })}</p>
      )}
      <p className="mb-3">{t('package.contains', { size: formatBytes(pack.bytes, locale) })}</p>
      {mayDownload ? (
        <form method="post" action={`/requests/${reference}/package`}>
          <p className="mb-3">{t('package.downloadReady')}</p>
          <Button>{t('package.download')}</Button>
        </form>
      ) : (
        <form method="post" action={`/requests/${reference}/fresh-code/order`}>
          <p className="mb-3 text-sm text-muted">{t('package.why')}</p>
          <Button>{t('package.ask')}</Button>
        </form>
      )}
    </Card>
  )
}
