import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import type { FoundSource } from '#data/sources/find.ts'
import type { FoundCheck } from '#data/sources/find-check.ts'
import { Correction } from './check-answer.tsx'

/** A first map, to be read line by line before it is checked. */
export async function DraftAnswer({ source, check: { yaml } }: { source: FoundSource; check: FoundCheck }) {
  const t = await translator('sources')
  if (!yaml) return <Banner tone="warn" title={t('check.draftEmpty')} />
  return (
    <>
      <Banner title={t('check.draftReady')}>{t('check.draftText')}</Banner>
      <Correction sourceId={source.id} yaml={yaml} isOpen />
    </>
  )
}
