import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { portalOf } from '#app/_server/subject.ts'
import { subjectTitle } from '#app/_server/subject-form.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { RIGHTS } from '#domain/request.ts'
import { PortalShell } from '../../../portal-shell.tsx'

type Props = { params: Promise<{ controller: string }> }

export const generateMetadata = async (): Promise<Metadata> => subjectTitle((await translator('subject'))('help.title'))

export default async function RightsHelp({ params }: Props) {
  const controller = await portalOf((await params).controller)
  const t = await translator('subject')
  const back = `/${controller.slug}/request/right`
  return (
    <PortalShell controller={controller} back={back}>
      <h1 className="mb-2">{t('help.title')}</h1>
      <p className="mb-6">{t('help.intro')}</p>
      <dl className="mb-6 divide-y divide-line rounded-lg border border-line bg-sheet px-4">
        {RIGHTS.map((right) => (
          <div key={right} className="py-4">
            <dt className="font-semibold">{t(`right.${right}`)}</dt>
            <dd className="text-sm">{t(`help.${right}`)}</dd>
          </div>
        ))}
      </dl>
      <p className="mb-6">{t('help.ask', { contact: controller.contact })}</p>
      <LinkButton href={back}>{t('help.back')}</LinkButton>
    </PortalShell>
  )
}
