import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import { listTroubled } from '#data/sources/troubled.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'

/** That a source of this request is not what its map says: its answer may lack something. */
export async function DriftWarning({ request, actor }: { request: DeskRequest; actor: StaffActor }) {
  const t = await translator('sources')
  const asked = new Set(request.sources.map(({ sourceId }) => sourceId))
  const drifted = (await listTroubled(actor, request.controller.id)).filter(
    ({ id, state }) => state === 'drifted' && asked.has(id),
  )
  if (drifted.length === 0) return null
  return (
    <Banner tone="warn" title={t('notice.review', { names: drifted.map(({ name }) => name).join(', ') })}>
      {drifted.some(({ isManaged }) => isManaged) && <a href="/desk/sources">{t('notice.see')}</a>}
    </Banner>
  )
}
