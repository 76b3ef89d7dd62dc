import { translator } from '#app/_server/i18n.ts'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import { isClosed, type Status, whoHasTheBall } from '#domain/request.ts'

type Props = {
  status: Status
  isSubmitted: boolean
  sources: { done: number; failed: number; total: number }
}

const tones: Partial<Record<Status, Tone>> = {
  collecting: 'brand',
  reviewing: 'brand',
  approved: 'brand',
  executing: 'brand',
  fulfilled: 'ok',
  partly_fulfilled: 'ok',
  lapsed: 'warn',
}

/** Where a request stands, in words: a failed source and a missing second person say so instead of the status. */
export async function StatusTag({ status, isSubmitted, sources }: Props) {
  const t = await translator('desk')
  const state = t(`status.${status}`)
  if (!isClosed(status) && sources.failed > 0) return <Tag tone="bad">{t('state.failed')}</Tag>
  if (status === 'reviewing' && isSubmitted)
    return (
      <Tag tone="warn">
        <span className="whitespace-nowrap">{t('state.second')}</span>
      </Tag>
    )
  const isWorking = (status === 'collecting' || status === 'executing') && sources.total > 0
  const { done, total } = sources
  return <Tag tone={tones[status] ?? 'plain'}>{isWorking ? t('state.progress', { state, done, total }) : state}</Tag>
}

type BallProps = { status: Status; isAsked: boolean; isByHand: boolean }

/** Whose turn it is; what a person has to carry out is the team's. */
export async function Ball({ status, isAsked, isByHand }: BallProps) {
  const t = await translator('desk')
  const holder = isAsked && !isClosed(status) ? 'subject' : isByHand ? 'team' : whoHasTheBall(status)
  return <span className="text-xs text-muted">{t(`ball.${holder}`)}</span>
}
