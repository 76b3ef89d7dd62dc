import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { type Column, Table } from '#app/_ui/table.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { listPersonTasks, type PersonTaskRow } from '#data/inquiries/find-person-task.ts'
import { listControllers } from '#data/queue/list.ts'
import { timeLeft } from '#domain/clock/wording.ts'
import { DeskFrame } from '../desk-frame.tsx'
import { NoAccess } from '../no-access.tsx'
import { actionOf } from './task-facts.tsx'

export const generateMetadata = async () => ({ title: (await translator('tasks'))('title') })

/** What people, not systems, still have to look up, erase or change. */
export default async function Tasks() {
  const { actor } = await requireStaff()
  const [t, locale, now] = [await translator('tasks'), await currentLocale(), Temporal.Now.instant()]
  if ((await listControllers(actor)).length === 0) return <NoAccess title={t('title')} />
  const tasks = await listPersonTasks(actor)
  const columns: Column<PersonTaskRow>[] = [
    {
      label: t('task'),
      cell: ({ id, action, source }) => (
        <a href={`/desk/tasks/${id}`} className="inline-flex min-h-6 items-center">
          {t(`short.${actionOf(action)}`, { source })}
        </a>
      ),
    },
    { label: t('reference'), cell: ({ reference }) => <Reference>{reference}</Reference> },
    { label: t('controller'), cell: ({ controllerName }) => controllerName },
    {
      label: t('due'),
      cell: ({ dueAt }) =>
        Temporal.Instant.compare(now, dueAt) >= 0 ? <Tag tone="bad">{t('over')}</Tag> : timeLeft(now, dueAt, locale),
    },
    { label: t('who'), cell: ({ assignee, isMine }) => (isMine ? <b>{t('mine')}</b> : (assignee ?? t('outside'))) },
  ]
  return (
    <DeskFrame current="tasks">
      <h1 className="mb-1 text-xl">{t('title')}</h1>
      <p className="mb-4 max-w-page text-muted">{t('intro')}</p>
      {tasks.length > 0 ? (
        <Table caption={t('title')} columns={columns} rows={tasks} keyOf={({ id }) => id} />
      ) : (
        <EmptyState title={t('emptyTitle')}>{t('empty')}</EmptyState>
      )}
    </DeskFrame>
  )
}
