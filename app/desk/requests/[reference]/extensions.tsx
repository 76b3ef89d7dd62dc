import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may } from '#domain/actor.ts'
import { describeClock, type Locale } from '#domain/clock/wording.ts'
import { isExtendable } from '#domain/extension.ts'
import { isClosed } from '#domain/request.ts'
import { PinnedForm } from './pinned-form.tsx'

type Props = { request: DeskRequest; actor: StaffActor; locale: Locale }

/** A form for the clocks whose law allows more time, and why there is none for the others. */
export async function Extensions({ request, actor, locale }: Props) {
  const [t, form] = [await translator('desk'), await shownForm()]
  const { facts, controller, clocks } = request
  if (isClosed(facts.status) || !may(actor, 'work_request', controller.id)) return null
  const running = clocks.filter(({ state, clockId }) => state === 'running' && clockId !== 'CT-ACK-SAMEDAY')
  const extendable = running.filter(({ clockId }) => isExtendable(clockId) && !request.story.extendedAt.has(clockId))
  const label = ({ clockId }: { clockId: string }) => {
    const { label, cite } = describeClock(clockId, locale)
    return `${label} (${cite})`
  }
  const paused = clocks.filter(({ state, clockId }) => state === 'paused' && isExtendable(clockId)).map(label)
  const fixed = running.filter(({ clockId }) => !isExtendable(clockId)).map(label)
  return (
    <section id="extension" className="mt-5 border-t border-line pt-4">
      <h2 className="mb-2 text-sm">{t('extension.title')}</h2>
      {fixed.length > 0 && (
        <p className="mb-2 text-muted">{t('extension.none', { clocks: new Intl.ListFormat(locale).format(fixed) })}</p>
      )}
      {paused.length > 0 && (
        <p className="mb-2 text-muted">
          {t('extension.paused', { clocks: new Intl.ListFormat(locale).format(paused) })}
        </p>
      )}
      {extendable.length > 0 && (
        <details open={['clockId', 'reason'].some((field) => form.error(field) !== undefined)}>
          <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('extension.ask')}</summary>
          <div className="mt-3 max-w-page">
            <PinnedForm request={request} to="extension">
              <SelectInput
                name="clockId"
                label={t('extension.clock')}
                options={extendable.map((clock) => ({ value: clock.clockId, label: label(clock) }))}
                chosen={form.value('clockId')}
                error={form.error('clockId')}
              />
              <TextArea
                name="reason"
                label={t('extension.reason')}
                hint={t('refusal.explanationHint', { language: t(`language.${request.locale}`) })}
                maxLength={2_000}
                error={form.error('reason')}
                defaultValue={form.value('reason')}
              />
              <Button slim>{t('extension.go')}</Button>
            </PinnedForm>
          </div>
        </details>
      )}
    </section>
  )
}
