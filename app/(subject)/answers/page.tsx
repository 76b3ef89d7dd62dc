import type { Metadata } from 'next'
import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { ANSWERS, respondent } from '#app/_server/respondent.ts'
import { subjectTitle } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { findControllerOf } from '#data/controllers/find-public.ts'
import { findPersonTask } from '#data/inquiries/find-person-task.ts'
import { CameBack } from '../../desk/came-back.tsx'
import { answerLabels } from '../../desk/tasks/answer-labels.ts'
import { TaskFacts } from '../../desk/tasks/task-facts.tsx'
import { TaskForm } from '../../desk/tasks/task-form.tsx'
import { PortalShell } from '../portal-shell.tsx'

export const generateMetadata = async (): Promise<Metadata> => subjectTitle((await translator('tasks'))('one'))

/** Somebody outside answers here for records that only they can reach. */
export default async function Answers() {
  const t = await translator('tasks')
  const actor = await respondent()
  const task = actor && (await findPersonTask(actor, actor.inquiryId, Temporal.Now.instant()))
  if (!task) return <Closed />
  return (
    <PortalShell controller={await findControllerOf(task)}>
      <CameBack labelOf={await answerLabels(task)} />
      <h1 className="mb-4">{t('one')}</h1>
      {task.state === 'asked' ? (
        <>
          <TaskFacts task={task} />
          <TaskForm task={task} base={ANSWERS} />
        </>
      ) : (
        <Banner tone="ok" title={t(`state.${task.state === 'answered' ? 'answered' : 'cancelled'}`)} />
      )}
    </PortalShell>
  )
}

async function Closed() {
  const t = await translator('tasks')
  return (
    <SubjectShell>
      <h1 className="mb-2">{t('closed.title')}</h1>
      <p>{t('closed.text')}</p>
    </SubjectShell>
  )
}
