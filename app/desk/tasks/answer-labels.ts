import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import type { PersonTask } from '#data/inquiries/find-person-task.ts'
import { changeField } from '#domain/manual-task.ts'

/** What the answer's form calls its fields; each correction by its own field and record. */
export async function answerLabels({ changes }: PersonTask): Promise<(name: string) => string | undefined> {
  const [t, locale] = [await translator('tasks'), await currentLocale()]
  const asked = new Map(
    changes.map(({ id, field, record }) => [
      changeField(id),
      record ? `${field[locale]} ${t('change.record', { record })}` : field[locale],
    ]),
  )
  return (name) => {
    const key = `answer.${name}` as 'answer.note'
    return asked.get(name) ?? (t.has(key) ? t(key) : undefined)
  }
}
