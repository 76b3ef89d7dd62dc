import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { NextStep } from '#app/_ui/card.tsx'
import type { Tone } from '#app/_ui/tag.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { StatusView } from '#data/requests/find-status.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { type Ball, isClosed, type Right, type Status, subjectState, whoHasTheBall } from '#domain/request.ts'

const TONE: Record<Ball, Tone> = { subject: 'warn', team: 'brand', system: 'brand', nobody: 'ok' }
/** Ends that are not simply "finished". */
const ENDED: Partial<Record<Status, { words: 'withdrawn' | 'refused' | 'lapsed'; tone: Tone }>> = {
  withdrawn: { words: 'withdrawn', tone: 'plain' },
  refused: { words: 'refused', tone: 'bad' },
  lapsed: { words: 'lapsed', tone: 'warn' },
}
const NEXT: Partial<Record<Right, 'nextPackage' | 'nextErasure' | 'nextReceipt'>> = {
  access: 'nextPackage',
  portability: 'nextPackage',
  erasure: 'nextErasure',
  consent_withdrawal: 'nextReceipt',
}

/** What is happening, whose turn it is, and what comes next. */
export async function NowCard({ status, controller }: { status: StatusView; controller: PublicController }) {
  const t = await translator('subject')
  const isAsked = !isClosed(status.status) && status.questions.some(({ reply }) => reply === null)
  const isByHand =
    status.status === 'executing' && status.right === 'consent_withdrawal' && (!status.stopping || status.stopFailed)
  const usualBall = isByHand ? 'team' : whoHasTheBall(status.status)
  const ball = isAsked ? 'subject' : usualBall
  const ended = ENDED[status.status]
  const state = ended ? t(`ended.${ended.words}`) : t(`state.${subjectState(status.status)}`)
  const isOver = isClosed(status.status)
  return (
    <NextStep tone={ended?.tone ?? TONE[ball]} state={isOver ? state : `${state} · ${t(`page.ball.${ball}`)}`}>
      <p>
        {isAsked ? t('now.asked') : await sentence(status, controller)}{' '}
        {!isOver && ball !== 'subject' && <b>{t('page.nothing')}</b>}
      </p>
      {status.requesterKind !== 'subject' && !isOver && <p>{t('now.evidence')}</p>}
      {usualBall === 'subject' && (
        <p>
          <LinkButton href={`/status/${status.reference}`}>{t('code.title')}</LinkButton>
        </p>
      )}
      {!isOver && ball !== 'subject' && (
        <p className="text-sm text-muted">{t('now.next', { what: t(`now.${nextOf(status.status, status.right)}`) })}</p>
      )}
    </NextStep>
  )
}

const nextOf = (status: Status, right: Right) =>
  status === 'collecting' ? ('nextReview' as const) : (NEXT[right] ?? ('nextAnswer' as const))

async function sentence(
  { status, right, sources, executeAfter, stopping, stopFailed }: StatusView,
  { zone }: PublicController,
) {
  const t = await translator('subject')
  if (status === 'collecting' && sources.total > 0) return t('now.collectingCount', sources)
  if (status === 'approved' && right === 'erasure' && executeAfter)
    return t('now.approvedErasure', { when: formatInstant(executeAfter, zone, await currentLocale()) })
  if (status === 'executing' && right === 'erasure') return t('now.executingErasure')
  if (status === 'executing' && right === 'consent_withdrawal')
    return t(stopFailed ? 'now.executingStopStuck' : stopping ? 'now.executingStop' : 'now.executingStopByHand')
  if (status === 'partly_fulfilled' && right === 'rectification') return t('now.partlyCorrected')
  if (status === 'fulfilled' && right === 'consent_withdrawal') return t('now.fulfilledStop')
  return t(`now.${status}`)
}
