import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import type { SettingsEffect } from '#data/controllers/preview-settings.ts'

/** What saving would do to the requests that run. Nothing has been saved yet. */
export async function Effect({ effect: { running, lookedAt, moved, late } }: { effect: SettingsEffect }) {
  const t = await translator('desk')
  return (
    <Banner tone={late > 0 ? 'warn' : 'note'} title={t('settings.effect.title')}>
      <p>{t('settings.effect.moved', { running: lookedAt, moved, kept: lookedAt - moved })}</p>
      {late > 0 && <p className="font-semibold">{t('settings.effect.late', { late })}</p>}
      {running > lookedAt && <p>{t('settings.effect.first', { lookedAt, running })}</p>}
    </Banner>
  )
}
