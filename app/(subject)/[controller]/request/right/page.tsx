import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { draftFor } from '#app/_server/subject-draft.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Note } from '#app/_ui/note.tsx'
import { RadioList } from '#app/_ui/radio-list.tsx'
import { RIGHTS } from '#domain/request.ts'
import { QuestionPage } from '../question-page.tsx'

type Props = { params: Promise<{ controller: string }>; searchParams: Promise<{ restarted?: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('right.title'))

export default async function RightQuestion({ params, searchParams }: Props) {
  const { controller, answers } = await draftFor((await params).controller, 'right')
  const { restarted } = await searchParams
  const t = await translator('subject')
  const form = await shownForm()
  const lead = restarted && (
    <Banner tone="warn" title={t('restarted')}>
      {t('restartedText')}
    </Banner>
  )
  return (
    <QuestionPage controller={controller} question="right" back={`/${controller.slug}`} form={form} lead={lead}>
      <RadioList
        isPageTitle
        name="right"
        label={t('right.title')}
        hint={t('right.hint')}
        error={form.error('right')}
        chosen={form.value('right', answers.right)}
        options={[
          ...RIGHTS.map((right) => ({ value: right, label: t(`right.${right}`), hint: t(`right.${right}Hint`) })),
          { value: 'unsure', label: t('right.unsure'), hint: t('right.unsureHint') },
        ]}
      />
      <Note>{t('start.noPhoto')}</Note>
    </QuestionPage>
  )
}
