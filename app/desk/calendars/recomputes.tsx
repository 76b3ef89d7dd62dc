import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { Meter } from '#app/_ui/meter.tsx'
import type { RecomputeProgress } from '#data/calendars/progress.ts'
import { formatInstant } from '#domain/clock/wording.ts'

type Props = { recomputes: readonly RecomputeProgress[]; zone: string }

/** How far each recalculation of all running requests has come. */
export async function Recomputes({ recomputes, zone }: Props) {
  const [t, locale] = [await translator('calendars'), await currentLocale()]
  if (recomputes.length === 0) return null
  return (
    <Card dense title={t('recompute.title')}>
      <ul className="divide-y divide-line">
        {recomputes.map(({ eventId, cause, seen, total, moved, startedAt, finishedAt }) => (
          <li key={eventId} className="py-2.5 first:pt-0 last:pb-0">
            <p className="flex flex-wrap justify-between gap-x-3">
              <b>{t(`recompute.cause.${cause === 'calendar.approved' ? 'calendar' : 'settings'}`)}</b>
              <span>{t('recompute.moved', { moved })}</span>
            </p>
            <p className="mb-1.5 text-xs text-muted">
              {finishedAt
                ? t('recompute.finished', { total: seen, when: formatInstant(finishedAt, zone, locale) })
                : t('recompute.running', { seen, total, when: formatInstant(startedAt, zone, locale) })}
            </p>
            {!finishedAt && <Meter share={total === 0 ? 0 : seen / total} label={t('recompute.title')} />}
          </li>
        ))}
      </ul>
    </Card>
  )
}
