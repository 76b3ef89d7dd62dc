import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireSubject } from '#app/_server/subject.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { findControllerOf } from '#data/controllers/find-public.ts'
import { findStoppedFacts } from '#data/receipts/read.ts'
import { PortalShell } from '../../../portal-shell.tsx'
import { ReturnedForm } from '../../../returned-form.tsx'

type Props = { params: Promise<{ reference: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('followUp.title'))

/** Erasure of what rested on the consent that was withdrawn: filled in, and sent only when the person says so. */
export default async function EraseAfterWithdrawal({ params }: Props) {
  const { reference } = await params
  const subject = await requireSubject(reference)
  const controller = await findControllerOf(subject)
  const facts = await findStoppedFacts(subject, subject.requestId)
  const [t, locale] = [await translator('subject'), await currentLocale()]
  const form = await shownForm()
  const purposes = (facts?.purposes ?? []).map((label) => `– ${label[locale]}`).join('\n')
  return (
    <PortalShell controller={controller} back={`/requests/${reference}`}>
      <ReturnedForm form={form} />
      <p className="text-sm text-muted">
        {t('page.request')} <Reference>{reference}</Reference>
      </p>
      <h1 className="mb-2">{t('followUp.title')}</h1>
      <p className="mb-6">{t('followUp.text')}</p>
      <form method="post" action={`/requests/${reference}/erasure/submission`} noValidate>
        <TextArea
          name="details"
          optional
          rows={7}
          label={t('followUp.label')}
          hint={t('followUp.hint')}
          maxLength={4_000}
          error={form.error('details')}
          defaultValue={form.value('details', t('followUp.prefilled', { reference, purposes }))}
        />
        <Button>{t('followUp.send')}</Button>
      </form>
    </PortalShell>
  )
}
