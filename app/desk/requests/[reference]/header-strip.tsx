import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { requestAddress } from '#app/_server/staff-forms.ts'
import { Avatar } from '#app/_ui/avatar.tsx'
import { Button, LinkButton } from '#app/_ui/button.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { carriedOutBy, isDoneByHand } from '#domain/by-hand.ts'
import { describeClock, type Locale, timeLeft } from '#domain/clock/wording.ts'
import { type NextAction, nextAction } from '#domain/review.ts'
import { clockTone } from '../next-clock.tsx'
import { RightName } from '../queue-table.tsx'
import { Ball, StatusTag } from '../status-tag.tsx'
import { PinnedForm } from './pinned-form.tsx'

type Props = { request: DeskRequest; actor: StaffActor; now: Temporal.Instant; locale: Locale }

/** Which request this is, where it stands, how long is left, whose it is, and the one thing to do next. */
export async function HeaderStrip({ request, actor, now, locale }: Props) {
  const t = await translator('desk')
  const { facts, reference, assignee } = request
  const tasks = request.sources.filter(
    ({ purpose, state }) =>
      purpose === (facts.status === 'executing' ? carriedOutBy(facts.right) : 'collect') ||
      (purpose === 'stop' && state === 'failed'),
  )
  const count = (state: string) => tasks.filter((task) => task.state === state).length
  const sources = { done: count('done'), failed: count('failed'), total: tasks.length }
  const binding = request.clocks.find((clock) => clock.binds)
  const action = nextAction(actor, { ...facts, failedSources: sources.failed })
  return (
    <header className="-mx-4 -mt-4 mb-4 border-b border-line bg-sheet px-4 py-3 lg:sticky lg:top-0 lg:z-10 lg:-mx-8 lg:-mt-6 lg:px-8">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <a href="/desk/requests" className="inline-flex min-h-8 items-center">
          <span aria-hidden="true">‹&nbsp;</span>
          {t('back')}
        </a>
        <h1 className="text-lg">
          <Reference>{reference}</Reference>
        </h1>
        <RightName right={facts.right} />
        {request.appeal.appealOf && <Tag tone="warn">{t('appeal')}</Tag>}
        <StatusTag status={facts.status} isSubmitted={facts.submittedBy !== null} sources={sources} />
        <Ball
          status={facts.status}
          isAsked={request.story.pauses.some(({ to }) => to === null)}
          isByHand={isDoneByHand(facts)}
        />
        {binding && (
          <Tag tone={clockTone(binding, now)}>
            {timeLeft(now, binding.dueAt, locale)} · {describeClock(binding.clockId, locale).cite}
          </Tag>
        )}
        {!binding && request.clocks.some(({ state }) => state === 'paused') && <Tag>{t('waitingClock')}</Tag>}
        {assignee ? <Avatar name={assignee.name} /> : <span className="text-muted">{t('view.unassigned')}</span>}
        <span className="sm:ml-auto">
          <Act action={action} request={request} />
        </span>
      </div>
    </header>
  )
}

async function Act({ action, request }: { action: NextAction; request: DeskRequest }) {
  const t = await translator('desk')
  if (action === null) return null
  // An erasure is submitted with its ground, on the review tab.
  if (action === 'submit' && request.facts.right !== 'erasure')
    return (
      <PinnedForm request={request} to="submission">
        <Button slim>{t('action.submit')}</Button>
      </PinnedForm>
    )
  const href =
    action === 'retry'
      ? requestAddress(request.reference, 'sources')
      : `${requestAddress(request.reference, 'review')}#decision`
  return (
    <LinkButton slim href={href}>
      {t(`action.${action}`)}
    </LinkButton>
  )
}
