import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import type { AskedChange, PersonTask } from '#data/inquiries/find-person-task.ts'
import { STATED_REASONS } from '#domain/inquiry.ts'
import { changeField } from '#domain/manual-task.ts'
import { NoteField } from './note-field.tsx'

/** What is to be corrected, old and new value side by side, each with an answer of its own. `base` is where it is sent. */
export async function CorrectionsForm({ task, base }: { task: PersonTask; base: string }) {
  const t = await translator('tasks')
  return (
    <Card title={t('answer.title')}>
      <form method="post" action={`${base}/corrections`} noValidate>
        <input type="hidden" name="inquiryId" value={task.id} />
        <ol className="mb-6 grid gap-4">
          {task.changes.map((change) => (
            <li key={change.id} className="rounded-lg border border-line px-4 pt-3">
              <Change change={change} />
            </li>
          ))}
        </ol>
        <NoteField />
        <Button>{t('answer.send')}</Button>
      </form>
    </Card>
  )
}

async function Change({ change: { id, field, record, from, to } }: { change: AskedChange }) {
  const [t, form, locale] = [await translator('tasks'), await shownForm(), await currentLocale()]
  const value = (text: string | null) => (text === null || text === '' ? t('change.empty') : text)
  const name = changeField(id)
  return (
    <>
      <h3 className="mb-2 font-semibold">
        {field[locale]} {record && <span className="font-normal text-muted">{t('change.record', { record })}</span>}
      </h3>
      <dl className="mb-4 grid gap-2 sm:grid-cols-2">
        <div className="min-w-0 rounded-sm bg-line/40 px-3 py-2">
          <dt className="text-xs text-muted">{t('change.from')}</dt>
          <dd className="break-words whitespace-pre-wrap">{value(from)}</dd>
        </div>
        <div className="min-w-0 rounded-sm bg-brand-wash px-3 py-2">
          <dt className="text-xs text-muted">{t('change.to')}</dt>
          <dd className="break-words whitespace-pre-wrap">{value(to)}</dd>
        </div>
      </dl>
      <SelectInput
        name={name}
        label={t('change.answer')}
        nothing={t('answer.choose')}
        options={[
          { value: 'made', label: t('change.made') },
          ...STATED_REASONS.map((reason) => ({
            value: reason,
            label: t('change.notMade', { reason: t(`reason.${reason}`) }),
          })),
        ]}
        chosen={form.value(name)}
        error={form.error(name)}
      />
    </>
  )
}
