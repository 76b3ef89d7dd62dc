import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import { PinnedForm } from './pinned-form.tsx'

/** What was done by hand, in words for the person who asked. */
export async function AnswerForm({ request }: { request: DeskRequest }) {
  const [t, form] = [await translator('desk'), await shownForm()]
  return (
    <div className="mt-4 max-w-page">
      <p className="mb-3">{t('answer.intro')}</p>
      <PinnedForm request={request} to="answer">
        <TextArea
          name="explanation"
          label={t('answer.label')}
          hint={t('refusal.explanationHint', { language: t(`language.${request.locale}`) })}
          maxLength={4_000}
          error={form.error('explanation')}
          defaultValue={form.value('explanation')}
        />
        <Button slim>{t('answer.go')}</Button>
      </PinnedForm>
    </div>
  )
}
