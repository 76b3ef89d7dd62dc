import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { portalOf } from '#app/_server/subject.ts'
import { draftFor } from '#app/_server/subject-draft.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { TextInput } from '#app/_ui/text-input.tsx'
import { QuestionPage } from '../question-page.tsx'

type Props = { params: Promise<{ controller: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name } = await portalOf((await params).controller)
  return subjectTitle((await translator('subject'))('contact.title', { name }))
}

export default async function ContactQuestion({ params }: Props) {
  const { controller, answers } = await draftFor((await params).controller, 'contact')
  const t = await translator('subject')
  const form = await shownForm()
  const { name } = controller
  const isSelf = answers.requesterKind === 'subject'
  return (
    <QuestionPage controller={controller} question="contact" back={`/${controller.slug}/request/requester`} form={form}>
      <h1 className="mb-2">{t(isSelf ? 'contact.title' : 'contact.titleOther', { name })}</h1>
      <p className="mb-6">{t('contact.intro', { name })}</p>
      <TextInput
        name="email"
        type="email"
        label={t('contact.email')}
        error={form.error('email')}
        defaultValue={form.value('email', answers.email)}
        autoComplete="email"
        inputMode="email"
        spellCheck={false}
      />
      <TextInput
        name="name"
        label={t('contact.name')}
        hint={t('contact.nameHint')}
        error={form.error('name')}
        defaultValue={form.value('name', answers.name)}
        autoComplete="name"
        spellCheck={false}
      />
      <TextInput
        name="otherIdentifier"
        optional
        label={t('contact.other')}
        hint={t('contact.otherHint')}
        error={form.error('otherIdentifier')}
        defaultValue={form.value('otherIdentifier', answers.otherIdentifier)}
        autoComplete="off"
      />
    </QuestionPage>
  )
}
