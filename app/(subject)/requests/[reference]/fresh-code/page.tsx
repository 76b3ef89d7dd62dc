import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { requireSubject } from '#app/_server/subject.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { CodeInput } from '#app/_ui/code-input.tsx'
import { findControllerOf } from '#data/controllers/find-public.ts'
import { PortalShell } from '../../../portal-shell.tsx'
import { ReturnedForm } from '../../../returned-form.tsx'

type Props = { params: Promise<{ reference: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('package.codeTitle'))

/** Somebody else may sit at this screen: before data is handed over, the mailbox is asked once more. */
export default async function FreshCode({ params }: Props) {
  const { reference } = await params
  const controller = await findControllerOf(await requireSubject(reference))
  const t = await translator('subject')
  const form = await shownForm()
  const path = `/requests/${reference}/fresh-code`
  return (
    <PortalShell controller={controller} back={`/requests/${reference}`}>
      <ReturnedForm form={form} />
      <h1 className="mb-2">{t('package.codeTitle')}</h1>
      <p className="mb-6">{t('package.codeSent')}</p>
      <form method="post" action={`${path}/entry`} noValidate className="mb-8">
        <CodeInput name="code" label={t('code.label')} hint={t('code.hint')} error={form.error('code')} />
        <Button>{t('package.open')}</Button>
      </form>
      <h2 className="mb-1">{t('code.missing')}</h2>
      <ul className="mb-4 list-disc pl-5">
        <li>{t('code.missing1')}</li>
        <li>{t('code.missing3')}</li>
      </ul>
      <form method="post" action={`${path}/order`}>
        <Button look="quiet">{t('code.again')}</Button>
      </form>
    </PortalShell>
  )
}
