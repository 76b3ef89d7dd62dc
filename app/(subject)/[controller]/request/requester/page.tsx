import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { draftFor } from '#app/_server/subject-draft.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Note } from '#app/_ui/note.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { QuestionPage } from '../question-page.tsx'

type Props = { params: Promise<{ controller: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('requester.title'))

export default async function RequesterQuestion({ params }: Props) {
  const { controller, answers } = await draftFor((await params).controller, 'requester')
  const t = await translator('subject')
  const form = await shownForm()
  return (
    <QuestionPage controller={controller} question="requester" back={`/${controller.slug}/request/right`} form={form}>
      <RadioList
        isPageTitle
        name="requesterKind"
        label={t('requester.title')}
        error={form.error('requesterKind')}
        chosen={form.value('requesterKind', answers.requesterKind)}
        options={[
          { value: 'subject', label: t('requester.subject') },
          { value: 'guardian', label: t('requester.guardian'), hint: t('requester.guardianHint') },
          { value: 'attorney', label: t('requester.attorney'), hint: t('requester.attorneyHint') },
        ]}
      />
      <Note>{t('requester.note')}</Note>
    </QuestionPage>
  )
}
