import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { requireSubject } from '#app/_server/subject.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { findCertificateContents } from '#data/certificates/find-for-subject.ts'
import { findControllerOf } from '#data/controllers/find-public.ts'
import { findStatus } from '#data/requests/find-status.ts'
import { DueCard } from '../../due-card.tsx'
import { PortalShell } from '../../portal-shell.tsx'
import { ReturnedForm } from '../../returned-form.tsx'
import { CertificateCard } from './certificate-card.tsx'
import { ConsentCard } from './consent-card.tsx'
import { CorrectionsCard } from './corrections-card.tsx'
import { HistoryCard } from './history-card.tsx'
import { JourneyCard } from './journey-card.tsx'
import { NowCard } from './now-card.tsx'
import { PackageCard } from './package-card.tsx'
import { PlanCard } from './plan-card.tsx'
import { QuestionCard } from './question-card.tsx'
import { RefusalCard } from './refusal-card.tsx'
import { WaysOn } from './ways-on.tsx'

type Props = { params: Promise<{ reference: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { reference } = await params
  return subjectTitle((await translator('subject'))('page.title', { reference }))
}

export default async function RequestStatus({ params }: Props) {
  const { reference } = await params
  const subject = await requireSubject(reference)
  const status = (await findStatus(subject)) ?? redirect('/status')
  const controller = await findControllerOf(subject)
  const certificate = status.certificate ? await findCertificateContents(subject) : null
  const t = await translator('subject')
  const form = await shownForm()
  const now = Temporal.Now.instant()
  const shown = { status, controller, now }
  const signOut = (
    <form method="post" action={`/requests/${reference}/departure`}>
      <Button look="quiet" slim>
        {t('page.signOut')}
      </Button>
    </form>
  )
  return (
    <PortalShell controller={controller} aside={signOut}>
      <ReturnedForm form={form} />
      <p className="text-sm text-muted">
        {t('page.request')} <Reference>{status.reference}</Reference>
      </p>
      <h1 className="mb-4">{t(`rightName.${status.right}`)}</h1>
      <NowCard {...shown} />
      <QuestionCard status={status} />
      {status.refusal && <RefusalCard status={status} refusal={status.refusal} controller={controller} />}
      {status.answer && (
        <Card title={t('answer.title')}>
          <p className="whitespace-pre-wrap">{status.answer}</p>
        </Card>
      )}
      {status.corrections.length > 0 && <CorrectionsCard reference={reference} results={status.corrections} />}
      {status.stopped && <ConsentCard {...shown} stopped={status.stopped} mayDownload={subject.level === 'download'} />}
      {status.pack && <PackageCard {...shown} pack={status.pack} mayDownload={subject.level === 'download'} />}
      {status.certificate && <CertificateCard reference={reference} contents={certificate} plan={status.plan} />}
      <PlanCard {...shown} />
      <DueCard title={t('page.when')} controller={controller} clocks={status.clocks} now={now} />
      <JourneyCard {...shown} />
      <HistoryCard {...shown} />
      <WaysOn status={status} controller={controller} />
    </PortalShell>
  )
}
