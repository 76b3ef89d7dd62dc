import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { portalOf } from '#app/_server/subject.ts'
import { subjectTitle } from '#app/_server/subject-form.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { PortalShell } from '../../../portal-shell.tsx'

type Props = { params: Promise<{ controller: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('expired.title'))

/** Where an expired, altered or foreign form ends up: what happened, and both ways on. */
export default async function ExpiredDraft({ params }: Props) {
  const controller = await portalOf((await params).controller)
  const t = await translator('subject')
  return (
    <PortalShell controller={controller}>
      <h1 className="mb-2">{t('expired.title')}</h1>
      <p className="mb-4">{t('expired.text')}</p>
      <p className="mb-6">{t('expired.sent')}</p>
      <div className="flex flex-wrap gap-3">
        <LinkButton href={`/${controller.slug}/request/right`}>{t('expired.again')}</LinkButton>
        <LinkButton href="/status" look="quiet">
          {t('expired.follow')}
        </LinkButton>
      </div>
    </PortalShell>
  )
}
