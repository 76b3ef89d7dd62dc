import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import type { PersonTask } from '#data/inquiries/find-person-task.ts'
import { formatBytes } from '#domain/bytes.ts'
import { formatInstant } from '#domain/clock/wording.ts'

/** How whoever answered knows, and what they added: for the two people who decide on it. */
export async function GivenAnswer({ task }: { task: PersonTask }) {
  const [t, locale] = [await translator('tasks'), await currentLocale()]
  return (
    <Card title={t('given.title')}>
      {task.answeredAt && <p className="mb-3 text-muted">{formatInstant(task.answeredAt, task.zone, locale)}</p>}
      <h2 className="mb-1 text-sm">{t('given.note')}</h2>
      <p className="mb-4 break-words whitespace-pre-wrap">{task.note}</p>
      <h2 className="mb-1 text-sm">{t('given.documents')}</h2>
      {task.documents.length === 0 && <p className="text-muted">{t('given.none')}</p>}
      <ul>
        {task.documents.map(({ id, name, bytes }) => (
          <li key={id}>
            <a
              href={`/desk/tasks/${task.id}/documents/${id}`}
              className="inline-flex min-h-8 items-center break-all pointer-coarse:min-h-11"
            >
              {name}
            </a>{' '}
            <span className="text-sm text-muted">{formatBytes(bytes, locale)}</span>
          </li>
        ))}
      </ul>
    </Card>
  )
}
