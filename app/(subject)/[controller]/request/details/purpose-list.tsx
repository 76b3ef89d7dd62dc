import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import type { ShownForm } from '#app/_server/subject-form.ts'
import { CheckList } from '#app/_ui/check-list.tsx'
import { Note } from '#app/_ui/note.tsx'
import type { Purpose } from '#domain/dataset/dataset.ts'
import { ALL_PURPOSES } from '#domain/stop.ts'
import { PURPOSE_FIELD } from './purpose-fields.ts'

type Props = { name: string; purposes: readonly Purpose[]; chosen: readonly string[]; form: ShownForm }

/** What can be withdrawn: the controller's list, the same for whoever looks. */
export async function PurposeList({ name, purposes, chosen, form }: Props) {
  const [t, locale] = [await translator('subject'), await currentLocale()]
  const words = [
    ...purposes.map(({ key, label }) => ({ key, label: label[locale] })),
    { key: ALL_PURPOSES, label: t('purposes.all') },
  ]
  const isReturned = form.value('listed') !== undefined
  const isChecked = (key: string) =>
    isReturned ? form.value(`${PURPOSE_FIELD}${key}`) !== undefined : chosen.includes(key)
  return (
    <>
      <input type="hidden" name="listed" value="1" />
      <CheckList
        name="purposes"
        look="cards"
        label={t('purposes.label')}
        hint={t('purposes.hint', { name })}
        error={form.error('purposes')}
        options={words.map(({ key, label }) => ({
          name: `${PURPOSE_FIELD}${key}`,
          label,
          checked: isChecked(key),
        }))}
      />
      <Note>{t('purposes.effect')}</Note>
    </>
  )
}
