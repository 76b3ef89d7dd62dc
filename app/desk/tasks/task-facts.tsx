import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import type { PersonTask } from '#data/inquiries/find-person-task.ts'
import { formatInstant, timeLeft } from '#domain/clock/wording.ts'

type Props = {
  task: PersonTask
  /** where the request is shown, for whoever may see it */
  href?: string
}

/** What is asked, where to look, until when, and whom it is about once that was opened. */
export async function TaskFacts({ task, href }: Props) {
  const [t, locale, now] = [await translator('tasks'), await currentLocale(), Temporal.Now.instant()]
  const isLate = Temporal.Instant.compare(now, task.dueAt) >= 0
  const [due, left] = [formatInstant(task.dueAt, task.zone, locale), timeLeft(now, task.dueAt, locale)]
  const reference = <Reference>{task.reference}</Reference>
  return (
    <Card title={t('what.title')}>
      <p className="mb-4">{t(`what.${actionOf(task.action)}`, { source: task.source })}</p>
      {task.instructions && <p className="mb-4 whitespace-pre-wrap">{task.instructions}</p>}
      <Facts
        facts={[
          { term: t('reference'), detail: href ? <a href={href}>{reference}</a> : reference },
          {
            term: t('due'),
            detail: task.answeredAt ? due : isLate ? t('late', { when: due }) : `${due} (${left})`,
          },
          ...(task.person
            ? [
                { term: t('name'), detail: task.person.name || t('noName') },
                { term: t('email'), detail: task.person.email },
                ...task.person.identifiers.map(({ label, value }) => ({ term: label, detail: value })),
              ]
            : []),
        ]}
      />
    </Card>
  )
}

const ACTIONS = ['collect', 'erase', 'change', 'stop'] as const
export const actionOf = (action: string) => ACTIONS.find((known) => known === action) ?? 'collect'
