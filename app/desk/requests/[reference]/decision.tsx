import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Button } from '#app/_ui/button.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may } from '#domain/actor.ts'
import { hasDecidedBefore } from '#domain/appeal.ts'
import { decideAnswer } from '#domain/by-hand.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { ERASURE_GROUNDS } from '#domain/erasure-ground.ts'
import { decideReopening, readiness } from '#domain/review.ts'
import { AnswerForm } from './answer-form.tsx'
import { PinnedForm } from './pinned-form.tsx'

type Props = { request: DeskRequest; actor: StaffActor }

/** Sending for approval, approving or sending back: whichever is this person's to do now. */
export async function Decision({ request, actor }: Props) {
  const t = await translator('desk')
  return (
    <section id="decision" className="border-t border-line pt-4">
      <h2 className="mb-2 text-sm">{t('review.title')}</h2>
      <Words request={request} actor={actor} />
    </section>
  )
}

async function Words({ request, actor }: Props) {
  const [t, reasons, locale] = [await translator('desk'), await translator('errors'), await currentLocale()]
  const { facts, submitter, executeAfter, approver, controller } = request
  if (executeAfter)
    return (
      <>
        <p>
          {t('review.approved', {
            name: approver ?? t('review.someone'),
            when: formatInstant(executeAfter, controller.zone, locale),
          })}
        </p>
        {decideAnswer(actor, facts).ok && <AnswerForm request={request} />}
      </>
    )
  if (facts.status === 'executing' && facts.right === 'consent_withdrawal')
    return <StoppedAtOnce request={request} actor={actor} />
  if (facts.status !== 'reviewing') return <p className="text-muted">{t('review.notYet')}</p>
  const ready = readiness(facts)
  const decidedBefore = request.formerDecider ?? t('review.someone')
  const mayWork = may(actor, 'work_request', controller.id)
  const mayReopen = decideReopening(actor, facts).ok
  return (
    <>
      <p className="mb-3">
        {!ready.ok
          ? reasons(ready.reason)
          : facts.submittedBy
            ? t('review.submitted', { name: submitter ?? t('review.someone') })
            : t('review.ready')}
      </p>
      {facts.formerDeciderId && <p className="mb-3 text-muted">{t('review.appeal', { name: decidedBefore })}</p>}
      {ready.ok && facts.submittedBy && <Approval request={request} actor={actor} />}
      {mayWork && (
        <div className="flex flex-wrap items-start gap-2">
          {ready.ok && !facts.submittedBy && (
            <PinnedForm request={request} to="submission">
              {facts.right === 'erasure' && (
                <SelectInput
                  name="ground"
                  label={t('ground.label')}
                  hint={t('ground.hint')}
                  chosen={request.erasure?.ground}
                  options={ERASURE_GROUNDS.map((value) => ({ value, label: t(`ground.${value}`) }))}
                />
              )}
              <Button slim>{t('review.submit')}</Button>
            </PinnedForm>
          )}
          {mayReopen && (
            <PinnedForm request={request} to="reopening">
              <Button slim look="quiet">
                {t('review.reopen')}
              </Button>
            </PinnedForm>
          )}
          <PinnedForm request={request} to="return">
            <Button slim look="quiet">
              {t('review.return')}
            </Button>
          </PinnedForm>
        </div>
      )}
      {mayReopen && <p className="mt-2 text-xs text-muted">{t('review.reopenNote')}</p>}
      {mayWork && <p className="mt-2 text-xs text-muted">{t('review.returnNote')}</p>}
    </>
  )
}

async function Approval({ request, actor }: Props) {
  const t = await translator('desk')
  const { facts, controller, erasure } = request
  const isErasure = facts.right === 'erasure'
  const corrects = facts.corrections.proposed > 0
  const words = isErasure ? 'approveErasure' : corrects ? 'approveRectification' : 'approveOther'
  const isSecond = facts.submittedBy !== actor.userId && !hasDecidedBefore(actor, facts.formerDeciderId)
  if (!isSecond || !may(actor, 'approve', controller.id))
    return <p className="mb-3 text-muted">{t('review.needsSecond')}</p>
  return (
    <>
      {erasure && <p className="mb-2">{t('ground.is', { ground: t(`ground.${erasure.ground}`) })}</p>}
      <p className="mb-2">
        {t(`review.${words}`, { minutes: controller.cancelWindowMinutes })}
        {erasure?.noticeFirst && ` ${t('review.noticeFirst')}`}
      </p>
      <div className="mb-3">
        <PinnedForm request={request} to="approval">
          <Button slim look={isErasure ? 'danger' : 'main'}>
            {t(isErasure ? 'review.approveErase' : corrects ? 'review.approveCorrect' : 'review.approve')}
          </Button>
        </PinnedForm>
      </div>
    </>
  )
}

/** A withdrawal that stopped without anybody's approval: what it leaves for a person, and where they say it is done. */
async function StoppedAtOnce({ request, actor }: Props) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  if (!decideAnswer(actor, request.facts).ok) return <p className="text-muted">{t('review.stopping')}</p>
  const stops = request.sources.filter(({ purpose }) => purpose === 'stop')
  const hasFailed = stops.some(({ state }) => state === 'failed')
  const left = stops.flatMap(({ name, state, stopped }) => {
    if (state === 'failed') return [t('review.left.failed', { source: name })]
    return (stopped?.purposes ?? []).flatMap(({ label, way, collections }) => {
      const shared = collections.reduce((sum, { held }) => sum + held, 0)
      return [
        ...(way === 'by_hand' ? [t('review.left.byHand', { source: name, purpose: label[locale] })] : []),
        ...(shared > 0 ? [t('review.left.shared', { source: name, purpose: label[locale], n: shared })] : []),
      ]
    })
  })
  return (
    <>
      <p className="mb-2">{t(hasFailed ? 'review.stuck' : 'review.stopped')}</p>
      <ul className="mb-3 list-disc pl-5">
        {(left.length > 0 ? left : [t('review.left.words')]).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <AnswerForm request={request} />
    </>
  )
}
