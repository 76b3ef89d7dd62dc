import type { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { canPause } from '#domain/clock/story.ts'
import { describeClock, formatInstant, type Locale } from '#domain/clock/wording.ts'
import { QUESTION_KINDS } from '#domain/event.ts'
import { decideQuestion } from '#domain/question.ts'
import { PinnedForm } from './pinned-form.tsx'

type Props = { request: DeskRequest; actor: StaffActor; locale: Locale }

/** One question at a time: another only once the last is answered. */
export const mayAskSubject = (actor: StaffActor, { facts, questions }: DeskRequest): boolean =>
  decideQuestion(actor, facts).ok && questions.every(({ answeredAt }) => answeredAt)

/** What the subject was asked and answered, and a form for the next question. */
export async function Questions({ request, actor, locale }: Props) {
  const t = await translator('desk')
  const { questions, controller, evidence } = request
  const mayAsk = mayAskSubject(actor, request)
  if (questions.length === 0 && !mayAsk) return null
  const when = (instant: Temporal.Instant) => formatInstant(instant, controller.zone, locale)
  const asker = (questionId: string) =>
    evidence.moments.find(({ event }) => event.type === 'question.asked' && event.questionId === questionId)?.by.name ??
    t('actor.staff')
  return (
    <section id="questions" className="mt-5 border-t border-line pt-4">
      <h2 className="mb-2 text-sm">{t('question.title')}</h2>
      {questions.map(({ id, about, question, askedAt, answeredAt, reply }) => (
        <div key={id} className="mb-4">
          <p className="text-xs text-muted">
            {t('question.askedBy', { by: asker(id), when: when(askedAt) })} · {t(`question.kind.${about}`)}
          </p>
          <p className="font-semibold whitespace-pre-wrap">{question}</p>
          {reply === null ? (
            <p className="mt-1">
              <Tag tone="warn">{t('question.open')}</Tag>
            </p>
          ) : (
            <blockquote className="mt-1 border-l-3 border-edge pl-3">
              <p className="text-xs text-muted">{answeredAt && t('question.answeredAt', { when: when(answeredAt) })}</p>
              <p className="whitespace-pre-wrap">{reply}</p>
            </blockquote>
          )}
        </div>
      ))}
      {mayAsk && <AskForm request={request} locale={locale} />}
    </section>
  )
}

async function AskForm({ request, locale }: Omit<Props, 'actor'>) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const running = request.clocks.filter(({ state, clockId }) => state === 'running' && !canPause(clockId))
  const names = new Intl.ListFormat(locale).format(running.map(({ clockId }) => describeClock(clockId, locale).label))
  return (
    <details open={['about', 'question'].some((field) => form.error(field) !== undefined)}>
      <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('question.ask')}</summary>
      <div className="mt-3 max-w-page">
        {running.length > 0 && <p className="mb-3 text-muted">{t('question.keepRunning', { clocks: names })}</p>}
        <PinnedForm request={request} to="questions">
          <RadioList
            name="about"
            label={t('question.about')}
            options={QUESTION_KINDS.map((value) => ({ value, label: t(`question.kind.${value}`) }))}
            chosen={form.value('about')}
            error={form.error('about')}
          />
          <TextArea
            name="question"
            label={t('question.label')}
            hint={t('refusal.explanationHint', { language: t(`language.${request.locale}`) })}
            maxLength={2_000}
            error={form.error('question')}
            defaultValue={form.value('question')}
          />
          <Button slim>{t('question.go')}</Button>
        </PinnedForm>
      </div>
    </details>
  )
}
