import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { TextArea } from '#app/_ui/text-area.tsx'

/** How whoever answers knows: every answer of a person says it. */
export async function NoteField() {
  const [t, form] = [await translator('tasks'), await shownForm()]
  return (
    <TextArea
      name="note"
      label={t('answer.note')}
      hint={t('answer.noteHint')}
      maxLength={4_000}
      error={form.error('note')}
      defaultValue={form.value('note')}
    />
  )
}
