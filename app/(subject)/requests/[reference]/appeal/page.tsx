import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { requireSubject } from '#app/_server/subject.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { findControllerOf } from '#data/controllers/find-public.ts'
import { PortalShell } from '../../../portal-shell.tsx'
import { ReturnedForm } from '../../../returned-form.tsx'

type Props = { params: Promise<{ reference: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('appeal.title'))

/** What is wrong with the answer, in the person's own words; who looks at it again, and when. */
export default async function AppealRequest({ params }: Props) {
  const { reference } = await params
  const controller = await findControllerOf(await requireSubject(reference))
  const t = await translator('subject')
  const form = await shownForm()
  return (
    <PortalShell controller={controller} back={`/requests/${reference}`}>
      <ReturnedForm form={form} />
      <p className="text-sm text-muted">
        {t('page.request')} <Reference>{reference}</Reference>
      </p>
      <h1 className="mb-2">{t('appeal.title')}</h1>
      <p className="mb-6">{t('appeal.text')}</p>
      <form method="post" action={`/requests/${reference}/appeal/submission`} noValidate>
        <TextArea
          name="grounds"
          label={t('appeal.grounds')}
          hint={t('appeal.hint')}
          maxLength={4_000}
          error={form.error('grounds')}
          defaultValue={form.value('grounds')}
        />
        <Button>{t('appeal.send')}</Button>
      </form>
    </PortalShell>
  )
}
