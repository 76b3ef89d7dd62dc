import { translator } from '#app/_server/i18n.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { SubjectShell } from '#app/_ui/subject-shell.tsx'

export default async function NotFound() {
  const t = await translator('errors')
  return (
    <SubjectShell>
      <h1 className="mb-2">{t('page_not_found.title')}</h1>
      <p className="mb-6">{t('page_not_found.text')}</p>
      <LinkButton href="/">{t('to_start')}</LinkButton>
    </SubjectShell>
  )
}
