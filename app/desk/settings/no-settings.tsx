import { translator } from '#app/_server/i18n.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { DeskFrame } from '../desk-frame.tsx'

/** For a role that changes no settings, and for a controller that is not theirs or does not exist. */
export async function NoSettings() {
  const t = await translator('desk')
  return (
    <DeskFrame>
      <h1 className="mb-4 text-xl">{t('settings.title')}</h1>
      <EmptyState title={t('settings.noAccess')}>{t('settings.noAccessText')}</EmptyState>
    </DeskFrame>
  )
}
