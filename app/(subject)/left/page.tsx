import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { subjectTitle } from '#app/_server/subject-form.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'

export const generateMetadata = async (): Promise<Metadata> => subjectTitle((await translator('subject'))('left.title'))

export default async function Left() {
  const t = await translator('subject')
  return (
    <SubjectShell>
      <h1 className="mb-2">{t('left.title')}</h1>
      <p className="mb-6">{t('left.text')}</p>
      <LinkButton href="/status" look="quiet">
        {t('left.again')}
      </LinkButton>
    </SubjectShell>
  )
}
