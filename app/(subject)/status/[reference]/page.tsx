import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { translator } from '#app/_server/i18n.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { CodeInput } from '#app/_ui/code-input.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { parseReference } from '#domain/reference.ts'
import { ReturnedForm } from '../../returned-form.tsx'

type Props = { params: Promise<{ reference: string }> }

export const generateMetadata = async (): Promise<Metadata> => subjectTitle((await translator('subject'))('code.title'))

/** The same page whether or not the request exists: nothing is looked up to show it. */
export default async function EnterCode({ params }: Props) {
  const reference = parseReference((await params).reference) ?? redirect('/status')
  const t = await translator('subject')
  const form = await shownForm()
  return (
    <SubjectShell back="/status">
      <ReturnedForm form={form} />
      <h1 className="mb-2">{t('code.title')}</h1>
      <p className="mb-6">
        {t.rich('code.sent', { reference, mono: () => <Reference key="reference">{reference}</Reference> })}
      </p>
      <form method="post" action={`/status/${reference}/entry`} noValidate className="mb-8">
        <CodeInput name="code" label={t('code.label')} hint={t('code.hint')} error={form.error('code')} />
        <Button>{t('code.open')}</Button>
      </form>
      <h2 className="mb-1">{t('code.missing')}</h2>
      <ul className="mb-4 list-disc pl-5">
        <li>{t('code.missing1')}</li>
        <li>{t('code.missing2')}</li>
        <li>{t('code.missing3')}</li>
      </ul>
      <form method="post" action="/status/code">
        <input type="hidden" name="reference" value={reference} />
        <Button look="quiet">{t('code.again')}</Button>
      </form>
    </SubjectShell>
  )
}
