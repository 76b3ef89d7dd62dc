import type { Metadata } from 'next'
import { translator } from '#app/_server/i18n.ts'
import { portalOf } from '#app/_server/subject.ts'
import { subjectTitle } from '#app/_server/subject-form.ts'
import { LinkButton } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { Note } from '#app/_ui/note.tsx'
import { PortalShell } from '../portal-shell.tsx'

type Props = { params: Promise<{ controller: string }> }

export const generateMetadata = async ({ params }: Props): Promise<Metadata> =>
  subjectTitle((await portalOf((await params).controller)).name)

export default async function Start({ params }: Props) {
  const controller = await portalOf((await params).controller)
  const t = await translator('subject')
  const { name, contractDays: days, contact, dpoName, dpoContact, slug } = controller
  return (
    <PortalShell controller={controller}>
      <p className="text-sm text-muted">{name}</p>
      <h1 className="mb-2">{t('start.title')}</h1>
      <p className="mb-6">{t('start.intro', { name })}</p>
      <p className="mb-8">
        <LinkButton href={`/${slug}/request/right`}>{t('start.begin')}</LinkButton>
      </p>
      <Card title={t('start.facts')}>
        <Facts
          facts={[
            { term: t('start.time'), detail: t('start.timeText') },
            { term: t('start.need'), detail: t('start.needText', { name }) },
            { term: t('start.cost'), detail: t('start.costText') },
            { term: t('start.answer'), detail: t('start.answerText', { name, days }) },
          ]}
        />
      </Card>
      <Note>{t('start.noPhoto')}</Note>
      <h2 className="mt-8 mb-1">{t('start.already')}</h2>
      <ul className="mb-8">
        <li>
          <a href="/status" className="inline-flex min-h-11 items-center">
            {t('start.follow')}
          </a>
        </li>
        <li>
          <a href="/verify" className="inline-flex min-h-11 items-center">
            {t('start.verify')}
          </a>
        </li>
        <li>
          <a href="/deadline" className="inline-flex min-h-11 items-center">
            {t('start.deadline')}
          </a>
        </li>
      </ul>
      <h2 id="other-ways" className="mb-1">
        {t('start.other')}
      </h2>
      <p className="mb-3">{t('start.otherText', { name, contact, dpoName, dpoContact })}</p>
      <p>{t('refusal.authority')}</p>
    </PortalShell>
  )
}
