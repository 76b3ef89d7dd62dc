import { translator } from '#app/_server/i18n.ts'
import type { DeskMoment } from '#data/queue/evidence.ts'
import type { DeskClock } from '#data/requests/find-for-desk.ts'
import { formatInstant, type Locale } from '#domain/clock/wording.ts'

type Props = { clock: DeskClock; moments: readonly DeskMoment[]; locale: Locale }

/** By whom a clock was stopped or extended, and for how long it waited, oldest first. */
export async function ClockHistory({ clock, moments, locale }: Props) {
  const t = await translator('desk')
  const when = (moment: DeskMoment) => formatInstant(moment.at, clock.basis.zone, locale)
  const lines = moments
    .filter(({ id }) => clock.setBy.includes(id))
    .flatMap((moment) => {
      const said = { from: when(moment), by: moment.by.name ?? t('actor.staff') }
      if (moment.event.type === 'deadline.extended') return [{ id: moment.id, words: t('clocks.extendedBy', said) }]
      if (moment.event.type !== 'question.asked') return []
      const answer = answerTo(moment.event.questionId, moments)
      const words = answer
        ? t('clocks.pausedUntil', { ...said, to: when(answer) })
        : t(clock.state === 'paused' ? 'clocks.pausedSince' : 'clocks.pausedFrom', said)
      return [{ id: moment.id, words }]
    })
  if (lines.length === 0) return null
  return (
    <ul className="text-xs">
      {lines.reverse().map(({ id, words }) => (
        <li key={id}>{words}</li>
      ))}
    </ul>
  )
}

const answerTo = (questionId: string, moments: readonly DeskMoment[]) =>
  moments.find(({ event }) => event.type === 'question.answered' && event.questionId === questionId)
