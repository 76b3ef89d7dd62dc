import type { Metadata } from 'next'
import { countryOptions } from '#app/_server/countries.ts'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { draftFor } from '#app/_server/subject-draft.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { findPurposes } from '#data/stops/find-purposes.ts'
import { QuestionPage } from '../question-page.tsx'
import { PurposeList } from './purpose-list.tsx'

type Props = { params: Promise<{ controller: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('details.title'))

export default async function DetailsQuestion({ params }: Props) {
  const { controller, answers } = await draftFor((await params).controller, 'details')
  const t = await translator('subject')
  const form = await shownForm()
  const purposes = answers.right === 'consent_withdrawal' ? await findPurposes(controller.id) : []
  const words = purposes.length > 0 ? 'purposes' : 'details'
  const hints = { rectification: t('details.hintFix'), consent_withdrawal: t('details.hintConsent') }
  const first = answers.right && answers.right in hints ? hints[answers.right as keyof typeof hints] : ''
  return (
    <QuestionPage controller={controller} question="details" back={`/${controller.slug}/request/contact`} form={form}>
      <h1 className="mb-4">{t(`${words}.title`)}</h1>
      {purposes.length > 0 && (
        <PurposeList name={controller.name} purposes={purposes} chosen={answers.purposes ?? []} form={form} />
      )}
      <TextArea
        name="details"
        optional
        rows={purposes.length > 0 ? 3 : 7}
        label={purposes.length > 0 ? t('purposes.other') : t('details.label')}
        hint={purposes.length > 0 ? t('purposes.otherHint') : `${first} ${t('details.hint')}`.trim()}
        error={form.error('details')}
        defaultValue={form.value('details', answers.details)}
      />
      {controller.residentJurisdictions.length > 0 && (
        <SelectInput
          name="country"
          optional
          label={t(answers.requesterKind === 'subject' ? 'details.country' : 'details.countryOther')}
          hint={t('details.countryHint')}
          error={form.error('country')}
          nothing={t('details.noCountry')}
          chosen={form.value('country', answers.country)}
          options={countryOptions(await currentLocale())}
        />
      )}
    </QuestionPage>
  )
}
