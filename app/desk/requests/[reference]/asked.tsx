import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import type { DeskSource } from '#data/findings/sources.ts'
import { shortTime } from '../short-time.ts'

type Props = { source: DeskSource; zone: string; mayWork: boolean }

/** Since when a source that answers for itself is asked, until when, and whether it was reached; or when it answered. */
export async function Asked({ source: { kind, state, inquiry }, zone, mayWork }: Props) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  if (!inquiry) return null
  const at = (moment: typeof inquiry.askedAt) => shortTime(moment, zone, locale)
  const { askedAt, answeredAt, acceptedAt, dueAt, askAgainAt, attempts, fault } = inquiry
  const key = `fault.${fault}` as 'fault.unknown'
  const lines = answeredAt
    ? [t('asked.answered', { asked: at(askedAt), answered: at(answeredAt) })]
    : [
        t('asked.since', { asked: at(askedAt), due: at(dueAt) }),
        ...(acceptedAt ? [t('asked.promised')] : []),
        ...(fault ? [t('asked.away', { n: attempts, fault: t.has(key) ? t(key) : t('fault.unknown') })] : []),
        ...(state === 'asked' && askAgainAt ? [t('asked.again', { when: at(askAgainAt) })] : []),
      ]
  return (
    <>
      {lines.map((line) => (
        <span key={line} className="block text-xs text-muted">
          {line}
        </span>
      ))}
      {kind === 'manual' && mayWork && (
        <a href={`/desk/tasks/${inquiry.id}`} className="inline-flex min-h-6 items-center text-xs">
          {t(answeredAt ? 'asked.seeAnswer' : 'asked.seeTask')}
        </a>
      )}
    </>
  )
}
