import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'

type Props = { receivedAt: Temporal.Instant; acknowledgedAt: Temporal.Instant | null; isAcknowledgedLate: boolean }

/** How long the acknowledgement took, or that its day is over. */
export async function Acknowledged({ receivedAt, acknowledgedAt, isAcknowledgedLate }: Props) {
  const t = await translator('desk')
  if (!acknowledgedAt)
    return isAcknowledgedLate ? (
      <b className="text-bad">{t('missedDay')}</b>
    ) : (
      <span className="text-muted">{t('notYet')}</span>
    )
  const seconds = Math.ceil(receivedAt.until(acknowledgedAt).total('seconds'))
  const words =
    seconds < 60
      ? t('took.seconds', { n: seconds })
      : seconds < 3600
        ? t('took.minutes', { n: Math.floor(seconds / 60) })
        : t('took.hours', { n: Math.floor(seconds / 3600) })
  return isAcknowledgedLate ? (
    <span className="text-bad">{t('lateBy', { took: words })}</span>
  ) : (
    <span className="whitespace-nowrap text-ok">
      <span aria-hidden="true">✓ </span>
      {words}
    </span>
  )
}
