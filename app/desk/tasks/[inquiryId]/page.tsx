import { notFound } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { requestAddress } from '#app/_server/staff-forms.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { findPersonTask } from '#data/inquiries/find-person-task.ts'
import { CameBack } from '../../came-back.tsx'
import { DeskFrame } from '../../desk-frame.tsx'
import { answerLabels } from '../answer-labels.ts'
import { GivenAnswer } from '../given-answer.tsx'
import { TaskFacts } from '../task-facts.tsx'
import { TaskForm } from '../task-form.tsx'

type Props = { params: Promise<{ inquiryId: string }> }

export const generateMetadata = async () => ({ title: (await translator('tasks'))('one') })

export default async function Task({ params }: Props) {
  const { actor } = await requireStaff()
  const { inquiryId } = await params
  if (!z.uuid().safeParse(inquiryId).success) notFound()
  const task = await findPersonTask(actor, inquiryId, Temporal.Now.instant())
  if (!task) notFound()
  const t = await translator('tasks')
  const base = `/desk/tasks/${task.id}`
  return (
    <DeskFrame current="tasks">
      <CameBack labelOf={await answerLabels(task)} />
      {task.state !== 'asked' && (
        <Banner tone="ok" title={t(task.state === 'answered' ? 'given.done' : 'state.cancelled')} />
      )}
      <h1 className="mb-4 text-xl">{t('one')}</h1>
      <div className="max-w-page">
        <TaskFacts task={task} href={requestAddress(task.reference, 'sources')} />
        {task.state !== 'cancelled' && !task.person && (
          <Card title={t('open.title')}>
            <p className="mb-3">{t('open.text')}</p>
            <form method="post" action={`${base}/opening`}>
              <Button>{t('open.go')}</Button>
            </form>
          </Card>
        )}
        {task.state === 'answered' && task.person && <GivenAnswer task={task} />}
        {task.state === 'asked' && task.person && <TaskForm task={task} base={base} />}
      </div>
    </DeskFrame>
  )
}
