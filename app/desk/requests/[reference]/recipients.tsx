import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import type { InstructedRecipient } from '#data/recipients/answers.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import { formatInstant, type Locale } from '#domain/clock/wording.ts'
import { RECIPIENT_ANSWERS, type RecipientAnswer } from '#domain/recipient.ts'

const TONES: Record<RecipientAnswer, Tone> = { done: 'ok', partly: 'warn', refused: 'bad' }

type Props = { request: DeskRequest; recipients: InstructedRecipient[]; locale: Locale; mayWork: boolean }

/** Who was told to do the same, and what each answered, or since when it is silent. */
export async function Recipients({ request, recipients, locale, mayWork }: Props) {
  const t = await translator('sources')
  const { zone } = request.controller
  if (recipients.length === 0) return null
  const when = (instant: Temporal.Instant) => formatInstant(instant, zone, locale)
  return (
    <section>
      <h2 className="mb-2 text-sm">{t('recipient.told')}</h2>
      <ul className="divide-y divide-line">
        {recipients.map((recipient) => (
          <li key={recipient.recipientId} className="py-2.5 first:pt-0">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <b>{recipient.name}</b>
              <span className="text-muted">{t(`recipient.kinds.${recipient.kind}`)}</span>
              {recipient.answer && recipient.answeredAt ? (
                <Tag tone={TONES[recipient.answer]}>{t(`recipient.answer.${recipient.answer}`)}</Tag>
              ) : (
                <Tag tone="warn">{t('recipient.noAnswer', { when: when(recipient.instructedAt) })}</Tag>
              )}
            </p>
            <p className="text-xs text-muted">
              {t('recipient.instructed', { when: when(recipient.instructedAt) })}
              {recipient.answer &&
                recipient.answeredAt &&
                ` · ${t('recipient.said', {
                  answer: t(`recipient.answer.${recipient.answer}`),
                  when: recipient.answeredAt.toZonedDateTimeISO(zone).toPlainDate().toString(),
                })}`}
            </p>
            {mayWork && <AnswerForm reference={request.reference} zone={zone} recipientId={recipient.recipientId} />}
          </li>
        ))}
      </ul>
    </section>
  )
}

async function AnswerForm({ reference, recipientId, zone }: { reference: string; recipientId: string; zone: string }) {
  const [t, form] = [await translator('sources'), await shownForm()]
  const today = Temporal.Now.instant().toZonedDateTimeISO(zone).toPlainDate().toString()
  return (
    <details className="mt-1" open={form.error('answeredOn') !== undefined || form.error('answer') !== undefined}>
      <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('recipient.record')}</summary>
      <form
        method="post"
        action={`/desk/requests/${reference}/recipients/${recipientId}/answer`}
        noValidate
        className="mt-2 grid max-w-page gap-x-4 sm:grid-cols-2"
      >
        <SelectInput
          name="answer"
          label={t('recipient.answerLabel')}
          error={form.error('answer')}
          chosen={form.value('answer')}
          nothing="–"
          options={RECIPIENT_ANSWERS.map((answer) => ({ value: answer, label: t(`recipient.answer.${answer}`) }))}
        />
        <TextInput
          name="answeredOn"
          label={t('recipient.answeredOn')}
          type="date"
          error={form.error('answeredOn')}
          defaultValue={form.value('answeredOn', today)}
        />
        <p>
          <Button slim>{t('recipient.recordGo')}</Button>
        </p>
      </form>
    </details>
  )
}
