import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { type Step, Steps } from '#app/_ui/steps.tsx'
import type { PublicController } from '#data/controllers/find-public.ts'
import type { StatusView } from '#data/requests/find-status.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import type { EventType } from '#domain/event.ts'
import { SUBJECT_STATES, type SubjectState, subjectState } from '#domain/request.ts'

/** The event by which each state was last entered. */
const ENTERED: Record<SubjectState, readonly EventType[]> = {
  received: ['request.received'],
  identity: ['identity.proved'],
  working: ['identity.proved', 'review.sent_back', 'request.approved'],
  reviewing: ['collecting.finished'],
  done: ['request.fulfilled', 'request.partly_fulfilled', 'request.refused', 'request.withdrawn'],
}

/** Five plain states, with when each was reached. */
export async function JourneyCard({ status, controller }: { status: StatusView; controller: PublicController }) {
  const t = await translator('subject')
  const locale = await currentLocale()
  const current = SUBJECT_STATES.indexOf(subjectState(status.status))
  const steps = SUBJECT_STATES.map((state, index): Step => {
    const at = enteredAt(status, state)
    const isOver = state === 'done' && index === current
    const place = index < current || isOver ? 'done' : index === current ? 'here' : 'todo'
    const wasThere = state !== 'done' && index < current && !at
    const when = at && place !== 'todo' ? formatInstant(at, controller.zone, locale) : null
    return {
      label: t(`state.${state}`),
      state: wasThere ? 'todo' : place,
      ...(when ? { detail: place === 'here' ? t('page.since', { when }) : when } : {}),
    }
  })
  return (
    <Card title={t('page.journey')}>
      <Steps steps={steps} />
    </Card>
  )
}

const enteredAt = ({ moments }: StatusView, state: SubjectState): Temporal.Instant | null =>
  moments.findLast(({ event }) => ENTERED[state].includes(event.type))?.at ?? null
