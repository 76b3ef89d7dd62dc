import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { decideRefusal } from '#domain/refusal.ts'
import { REFUSAL_CODES } from '#domain/request.ts'
import { PinnedForm } from './pinned-form.tsx'

/** A refusal in the making: reason, article, and words for the person. */
export async function RefusalTab({ request, actor }: { request: DeskRequest; actor: StaffActor }) {
  const [t, form] = [await translator('desk'), await shownForm()]
  if (!decideRefusal(actor, request.facts).ok) return <p className="text-muted">{t('refusal.no')}</p>
  return (
    <div className="max-w-page">
      <h2 className="mb-1">{t('refusal.title')}</h2>
      <p className="mb-4 text-muted">{t('refusal.intro')}</p>
      <PinnedForm request={request} to="refusal">
        <RadioList
          name="code"
          label={t('refusal.code')}
          error={form.error('code')}
          chosen={form.value('code')}
          options={REFUSAL_CODES.map((code) => ({ value: code, label: t(`refusalCode.${code}`) }))}
        />
        <TextInput
          name="article"
          label={t('refusal.article')}
          hint={t('refusal.articleHint')}
          maxLength={120}
          error={form.error('article')}
          defaultValue={form.value('article')}
        />
        <TextArea
          name="explanation"
          label={t('refusal.explanation')}
          hint={t('refusal.explanationHint', { language: t(`language.${request.locale}`) })}
          maxLength={4_000}
          error={form.error('explanation')}
          defaultValue={form.value('explanation')}
        />
        <Button look="danger">{t('refusal.go')}</Button>
      </PinnedForm>
    </div>
  )
}
