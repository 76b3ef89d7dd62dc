import { translator } from '#app/_server/i18n.ts'
import { Banner } from '#app/_ui/banner.tsx'
import type { TroubledSource } from '#data/sources/troubled.ts'

/** That sources are not as they should be, for everybody whose requests depend on them. */
export async function SourceTrouble({ sources }: { sources: readonly TroubledSource[] }) {
  const t = await translator('sources')
  const named = (state: TroubledSource['state']) => sources.filter((source) => source.state === state)
  return (['drifted', 'unreachable'] as const).map((state) => {
    const some = named(state)
    if (some.length === 0) return null
    const words = { n: some.length, names: some.map(({ name }) => name).join(', ') }
    return (
      <Banner key={state} tone="warn" title={t(`notice.${state}`, words)}>
        {some.some(({ isManaged }) => isManaged) && <a href="/desk/sources">{t('notice.see')}</a>}
      </Banner>
    )
  })
}
