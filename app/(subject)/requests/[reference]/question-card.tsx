import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import type { StatusView } from '#data/requests/find-status.ts'
import { isClosed } from '#domain/request.ts'

/** What the team asks, a place to answer, and which dates wait for it. */
export async function QuestionCard({ status }: { status: StatusView }) {
  const [t, form] = [await translator('subject'), await shownForm()]
  if (status.questions.length === 0) return null
  const waits = status.clocks.some(({ state }) => state === 'paused')
  return (
    <Card title={t('question.title')}>
      {status.questions.map(({ id, question, reply }) => (
        <div key={id} className="mb-4">
          <p className="font-semibold whitespace-pre-wrap">{question}</p>
          {reply !== null && (
            <>
              <p className="mt-1 whitespace-pre-wrap">
                {t('question.yours')} {reply}
              </p>
              <p className="mt-1">
                <Tag tone="ok">{t('question.arrived')}</Tag>
              </p>
            </>
          )}
          {reply === null && !isClosed(status.status) && (
            <form method="post" action={`/requests/${status.reference}/reply`} noValidate>
              <p className="mt-1 mb-3 text-sm text-muted">{waits ? t('question.waits') : t('question.runs')}</p>
              <TextArea
                name="reply"
                label={t('question.reply')}
                maxLength={4_000}
                error={form.error('reply')}
                defaultValue={form.value('reply')}
              />
              <Button>{t('question.send')}</Button>
            </form>
          )}
        </div>
      ))}
    </Card>
  )
}
