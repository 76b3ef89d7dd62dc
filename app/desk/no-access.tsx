import { translator } from '#app/_server/i18n.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { DeskFrame } from './desk-frame.tsx'

/** For a role that sees no requests: says so, rather than that there are none. */
export async function NoAccess({ title }: { title: string }) {
  const t = await translator('desk')
  return (
    <DeskFrame>
      <h1 className="mb-4 text-xl">{title}</h1>
      <EmptyState title={t('noAccess')}>{t('noAccessText')}</EmptyState>
    </DeskFrame>
  )
}
