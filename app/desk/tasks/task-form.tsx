import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import type { PersonTask } from '#data/inquiries/find-person-task.ts'
import { formatBytes } from '#domain/bytes.ts'
import { STATED_REASONS } from '#domain/inquiry.ts'
import { MOST_DOCUMENTS } from '#domain/manual-task.ts'
import { CorrectionsForm } from './corrections-form.tsx'
import { NoteField } from './note-field.tsx'
import { actionOf } from './task-facts.tsx'

type Props = { task: PersonTask; base: string }

const RESULTS = {
  collect: ['held', 'nothing'],
  erase: ['done', 'partly', 'refused'],
  stop: ['done', 'partly', 'refused'],
} as const

/** Where a person answers for records: documents first, then what was found or done. `base` is where it is sent. */
export async function TaskForm({ task, base }: Props) {
  const [t, form] = [await translator('tasks'), await shownForm()]
  const action = actionOf(task.action)
  if (action === 'change')
    return (
      <>
        <Documents task={task} base={base} />
        <CorrectionsForm task={task} base={base} />
      </>
    )
  return (
    <>
      <Documents task={task} base={base} />
      <Card title={t('answer.title')}>
        <form method="post" action={`${base}/answer`} noValidate>
          <input type="hidden" name="inquiryId" value={task.id} />
          <RadioList
            name="result"
            label={t('answer.result')}
            options={RESULTS[action].map((value) => ({ value, label: t(`result.${value}`) }))}
            chosen={form.value('result')}
            error={form.error('result')}
          />
          {action === 'collect' && (
            <TextArea
              name="items"
              optional
              label={t('answer.items')}
              hint={t('answer.itemsHint')}
              error={form.error('items')}
              defaultValue={form.value('items')}
            />
          )}
          {action !== 'collect' && <Outcome task={task} />}
          <NoteField />
          <Button>{t('answer.send')}</Button>
        </form>
      </Card>
    </>
  )
}

/** What stays needs a law and an end, and what is refused a reason; the rest may stay empty. */
async function Outcome({ task }: { task: PersonTask }) {
  const [t, form] = [await translator('tasks'), await shownForm()]
  const count = (name: 'erased' | 'kept', known: number) => (
    <TextInput
      name={name}
      label={t(`answer.${name}`)}
      inputMode="numeric"
      autoComplete="off"
      maxLength={7}
      error={form.error(name)}
      defaultValue={form.value(name, String(known))}
    />
  )
  return (
    <>
      {count('erased', task.found)}
      <details className="mb-6" open={form.value('result') === 'partly'}>
        <summary className="min-h-11 cursor-pointer text-brand">{t('answer.some')}</summary>
        {count('kept', 0)}
        <TextInput
          name="basis"
          label={t('answer.basis')}
          hint={t('answer.basisHint')}
          maxLength={200}
          error={form.error('basis')}
          defaultValue={form.value('basis')}
        />
        <TextInput
          name="until"
          type="date"
          label={t('answer.until')}
          error={form.error('until')}
          defaultValue={form.value('until')}
        />
      </details>
      <WhyNot />
    </>
  )
}

async function WhyNot() {
  const [t, form] = [await translator('tasks'), await shownForm()]
  return (
    <details className="mb-6" open={form.value('result') === 'refused'}>
      <summary className="min-h-11 cursor-pointer text-brand">{t('answer.whyNot')}</summary>
      <SelectInput
        name="reason"
        label={t('answer.reason')}
        nothing={t('answer.choose')}
        options={STATED_REASONS.map((value) => ({ value, label: t(`reason.${value}`) }))}
        chosen={form.value('reason')}
        error={form.error('reason')}
      />
    </details>
  )
}

async function Documents({ task: { id, documents, action }, base }: Props) {
  const [t, form, locale] = [await translator('tasks'), await shownForm(), await currentLocale()]
  return (
    <Card title={t(action === 'collect' ? 'documents.title' : 'documents.evidence')}>
      <p className="mb-3 text-sm text-muted">{t('documents.intro')}</p>
      {documents.length > 0 && (
        <ul className="mb-4 divide-y divide-line">
          {documents.map((document) => (
            <li key={document.id} className="flex flex-wrap items-center justify-between gap-3 py-2">
              <span className="min-w-0 break-words">
                {document.name} <span className="text-sm text-muted">{formatBytes(document.bytes, locale)}</span>
              </span>
              <form method="post" action={`${base}/documents/removal`}>
                <input type="hidden" name="inquiryId" value={id} />
                <input type="hidden" name="documentId" value={document.id} />
                <Button look="quiet" slim>
                  {t('documents.remove')}
                </Button>
              </form>
            </li>
          ))}
        </ul>
      )}
      {documents.length < MOST_DOCUMENTS && (
        <form method="post" action={`${base}/documents/evidence`} encType="multipart/form-data" noValidate>
          <input type="hidden" name="inquiryId" value={id} />
          <label htmlFor="file" className="mb-1 block font-semibold">
            {t('documents.file')}
          </label>
          <p className="mb-2 text-sm text-muted">{t('documents.kinds')}</p>
          {form.error('file') && (
            <p role="alert" className="mb-2 text-sm font-semibold text-bad">
              {form.error('file')}
            </p>
          )}
          <input
            id="file"
            name="file"
            type="file"
            accept=".pdf,.png,.jpg,.jpeg,.txt"
            className="mb-4 min-h-11 w-full min-w-0 text-sm file:mr-3 file:min-h-11 file:cursor-pointer file:rounded-sm file:border file:border-edge file:bg-transparent file:px-3 file:font-semibold file:text-brand"
          />
          <Button look="quiet">{t('documents.add')}</Button>
        </form>
      )}
    </Card>
  )
}
