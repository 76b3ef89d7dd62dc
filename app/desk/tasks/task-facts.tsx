import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import type { PersonTask } from '#data/inquiries/find-person-task.ts'
import { formatInstant, timeLeft } from '#domain/clock/wording.ts'

/** What is asked, where to look, until when, and whom it is about once that was opened. */
export async function TaskFacts({ task }: { task: PersonTask }) {
  const [t, locale, now] = [await translator('tasks'), await currentLocale(), Temporal.Now.instant()]
  const isLate = Temporal.Instant.compare(now, task.dueAt) >= 0
  const due = formatInstant(task.dueAt, task.zone, locale)
  return (
    <Card title={t('what.title')}>
      <p className="mb-4">{t(`what.${actionOf(task.action)}`, { source: task.source })}</p>
      {task.instructions && <p className="mb-4 whitespace-pre-wrap">{task.instructions}</p>}
      <Facts
        facts={[
          { term: t('reference'), detail: <Reference>{task.reference}</Reference> },
          {
            term: t('due'),
            detail: isLate ? t('late', { when: due }) : `${due} (${timeLeft(now, task.dueAt, locale)})`,
          },
          ...(task.person
            ? [
                { term: t('name'), detail: task.person.name || t('noName') },
                { term: t('email'), detail: task.person.email },
              ]
            : []),
        ]}
      />
      {task.changes.length > 0 && <Changes changes={task.changes} />}
    </Card>
  )
}

/** What is to be corrected: old and new value side by side. */
async function Changes({ changes }: { changes: PersonTask['changes'] }) {
  const [t, locale] = [await translator('tasks'), await currentLocale()]
  const value = (text: string | null) => (text === null || text === '' ? t('change.empty') : text)
  return (
    <ol className="mt-4 grid gap-3">
      {changes.map(({ field, record, from, to }) => (
        <li key={`${record} ${field.en}`} className="rounded-lg border border-line p-3">
          <h3 className="mb-2 font-semibold">
            {field[locale]} {record && <span className="font-normal text-muted">{t('change.record', { record })}</span>}
          </h3>
          <dl className="grid gap-2 sm:grid-cols-2">
            <div className="min-w-0 rounded-sm bg-line/40 px-3 py-2">
              <dt className="text-xs text-muted">{t('change.from')}</dt>
              <dd className="break-words whitespace-pre-wrap">{value(from)}</dd>
            </div>
            <div className="min-w-0 rounded-sm bg-brand-wash px-3 py-2">
              <dt className="text-xs text-muted">{t('change.to')}</dt>
              <dd className="break-words whitespace-pre-wrap">{value(to)}</dd>
            </div>
          </dl>
        </li>
      ))}
    </ol>
  )
}

const ACTIONS = ['collect', 'erase', 'change', 'stop'] as const
export const actionOf = (action: string) => ACTIONS.find((known) => known === action) ?? 'collect'
