import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Timeline } from '#app/_ui/timeline.tsx'
import type { SettingsMoment } from '#data/controllers/find-settings.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import type { SettingChange } from '#domain/settings.ts'

/** Who changed what, and how far the running requests have been dated again. */
export async function History({ moments, zone }: { moments: SettingsMoment[]; zone: string }) {
  const [t, places, locale] = [await translator('desk'), await translator('calculator'), await currentLocale()]
  if (moments.length === 0) return <p className="text-muted">{t('settings.never')}</p>
  const word = (code: string | number) => {
    const [law, place] = [`settings.law.${code}` as 'settings.law.ID', `places.${code}` as 'places.FR']
    if (code === 'WEEKENDS-ONLY') return places('places.EU')
    if (t.has(law)) return t(law)
    return places.has(place) ? places(place) : String(code)
  }
  const value = (value: SettingChange['from']) =>
    value === null || String(value) === '' ? t('settings.none') : [value].flat().map(word).join(', ')
  const progress = (run: SettingsMoment['progress']) => {
    if (!run) return t('settings.waiting')
    return t(run.isFinished ? 'settings.finished' : 'settings.running', {
      seen: run.seen,
      total: run.total,
      moved: run.moved,
    })
  }
  return (
    <Timeline
      moments={moments.map(({ id, at, by, changes, progress: run }) => ({
        id,
        when: formatInstant(at, zone, locale),
        by: by ?? t('actor.staff'),
        what: (
          <>
            {changes.map(({ field, from, to }) => (
              <span key={field} className="block">
                {t(`settings.short.${field}`)}: {value(from)} → <b>{value(to)}</b>
              </span>
            ))}
            <span className="block text-xs">{progress(run)}</span>
          </>
        ),
      }))}
    />
  )
}
