import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { requireSubject } from '#app/_server/subject.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Button, LinkButton } from '#app/_ui/button.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { findControllerOf } from '#data/controllers/find-public.ts'
import { PortalShell } from '../../../portal-shell.tsx'
import { ReturnedForm } from '../../../returned-form.tsx'

type Props = { params: Promise<{ reference: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('withdraw.title'))

export default async function WithdrawRequest({ params }: Props) {
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
      <h1 className="mb-2">{t('withdraw.title')}</h1>
      <p className="mb-6">{t('withdraw.text')}</p>
      <form method="post" action={`/requests/${reference}/withdrawal/confirmation`} className="flex flex-wrap gap-3">
        <Button look="danger">{t('withdraw.confirm')}</Button>
        <LinkButton href={`/requests/${reference}`} look="quiet">
          {t('withdraw.keep')}
        </LinkButton>
      </form>
    </PortalShell>
  )
}
