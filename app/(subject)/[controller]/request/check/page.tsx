import type { Metadata } from 'next'
import { countryName } from '#app/_server/countries.ts'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { draftFor } from '#app/_server/subject-draft.ts'
import { shownForm, subjectTitle } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { findPurposes } from '#data/stops/find-purposes.ts'
import { WAIT_SECONDS } from '#domain/proof-of-work.ts'
import { ALL_PURPOSES, withdrawnOf } from '#domain/stop.ts'
import { PortalShell } from '../../../portal-shell.tsx'
import { ReturnedForm } from '../../../returned-form.tsx'
import { ProofFields } from './proof-fields.tsx'

type Props = { params: Promise<{ controller: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('check.title'))

export default async function CheckAnswers({ params }: Props) {
  const { controller, answers, draftId } = await draftFor((await params).controller, 'check')
  const t = await translator('subject')
  const form = await shownForm()
  const path = `/${controller.slug}/request`
  const fact = (term: string, detail: string | undefined, question: string) => ({
    term,
    detail: detail ? (
      <span className="break-words whitespace-pre-wrap">{detail}</span>
    ) : (
      <span className="text-muted">{t('check.none')}</span>
    ),
    change: { href: `${path}/${question}`, label: t('change') },
  })
  const { right, requesterKind, email, name, otherIdentifier, details, country, purposes = [] } = answers
  const locale = await currentLocale()
  const listed = right === 'consent_withdrawal' ? await findPurposes(controller.id) : []
  const withdrawn = purposes.includes(ALL_PURPOSES)
    ? [t('purposes.all')]
    : withdrawnOf(purposes, listed).map(({ label }) => label[locale])
  const purposeFact = fact(t('check.purposes'), withdrawn.join('\n'), 'details')
  const countryFact = fact(t('check.country'), country && countryName(country, locale), 'details')
  return (
    <PortalShell controller={controller} back={`${path}/details`}>
      {form.reason === 'proof_needed' ? (
        <Banner tone="warn" title={t('check.proofTitle')}>
          {t('check.proofText', { seconds: WAIT_SECONDS })}
        </Banner>
      ) : (
        <ReturnedForm form={form} />
      )}
      <h1 className="mb-4">{t('check.title')}</h1>
      <Card>
        <Facts
          facts={[
            fact(t('check.right'), right && t(`rightName.${right}`), 'right'),
            fact(t('check.requester'), requesterKind && t(`requester.name.${requesterKind}`), 'requester'),
            fact(t('check.email'), email, 'contact'),
            fact(t('check.name'), name, 'contact'),
            fact(t('check.other'), otherIdentifier, 'contact'),
            ...(listed.length > 0 ? [purposeFact] : []),
            fact(t('check.details'), details, 'details'),
            ...(controller.residentJurisdictions.length > 0 ? [countryFact] : []),
          ]}
        />
      </Card>
      <p className="my-6">{t('check.next')}</p>
      <form method="post" action={path}>
        {form.reason === 'proof_needed' && <ProofFields draftId={draftId} />}
        <Button>{t('check.send')}</Button>
      </form>
      {form.reason === 'too_many_requests' && (
        <p className="mt-6">
          <a href={`/${controller.slug}#other-ways`}>{t('start.other')}</a>
        </p>
      )}
    </PortalShell>
  )
}
