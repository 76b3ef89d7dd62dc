import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'

type Props = { receivedAt: Temporal.Instant; acknowledgedAt: Temporal.Instant | null }

/** How long the acknowledgement took. */
export async function Acknowledged({ receivedAt, acknowledgedAt }: Props) {
  const t = await translator('desk')
  if (!acknowledgedAt) return <span className="text-muted">{t('notYet')}</span>
  const seconds = Math.ceil(receivedAt.until(acknowledgedAt).total('seconds'))
  const words =
    seconds < 60
      ? t('took.seconds', { n: seconds })
      : seconds < 3600
        ? t('took.minutes', { n: Math.floor(seconds / 60) })
        : t('took.hours', { n: Math.floor(seconds / 3600) })
  return (
    <span className="whitespace-nowrap text-ok">
      <span aria-hidden="true">✓ </span>
      {words}
    </span>
  )
}
