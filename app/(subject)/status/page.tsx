import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import { ReturnedForm } from '../returned-form.tsx'

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('status.title'))

export default async function FollowRequest() {
  const t = await translator('subject')
  const form = await shownForm()
  return (
    <SubjectShell back="/">
      <ReturnedForm form={form} />
      <h1 className="mb-2">{t('status.title')}</h1>
      <p className="mb-6">{t('status.intro')}</p>
      <form method="post" action="/status/code" noValidate>
        <TextInput
          name="reference"
          label={t('status.label')}
          hint={t('status.hint')}
          error={form.error('reference')}
          defaultValue={form.value('reference')}
          autoComplete="off"
          spellCheck={false}
        />
        <Button>{t('status.send')}</Button>
      </form>
      <p className="mt-8 text-sm text-muted">{t('status.lost')}</p>
    </SubjectShell>
  )
}
