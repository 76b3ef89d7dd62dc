import { translator } from '#app/_server/i18n.ts'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import type { SourceState } from '#domain/source/kind.ts'

const TONES: Record<SourceState, Tone> = {
  unchecked: 'plain',
  fine: 'ok',
  problems: 'warn',
  drifted: 'warn',
  unreachable: 'bad',
}

export async function StateTag({ state }: { state: SourceState }) {
  const t = await translator('sources')
  return <Tag tone={TONES[state]}>{t(`state.${state}`)}</Tag>
}
