import { countryName } from '#app/_server/countries.ts'
import { translator } from '#app/_server/i18n.ts'
import { Card } from '#app/_ui/card.tsx'
import { type Fact, Facts } from '#app/_ui/facts.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { Tag } from '#app/_ui/tag.tsx'
import type { DeskPerson, DeskRequest } from '#data/requests/find-for-desk.ts'
import { formatInstant, type Locale } from '#domain/clock/wording.ts'
import { OpeningForm } from './opening-form.tsx'

type Props = { request: DeskRequest; locale: Locale; mayOpen: boolean }

/** Who asks, masked until a reason is given, and how sure we are of it. */
export async function WhoCard({ request, locale, mayOpen }: Props) {
  const t = await translator('desk')
  const { person, controller, receivedAt, reference, subjectCountry } = request
  const channel = request.channel === 'api' || request.channel === 'desk' ? request.channel : 'portal'
  const acting =
    request.requesterKind === 'guardian' || request.requesterKind === 'attorney' ? request.requesterKind : 'subject'
  const facts: Fact[] = [
    ...(person
      ? await personFacts(person)
      : [
          {
            term: t('who.subject'),
            detail: <span className="text-muted">{mayOpen ? t('who.shredded') : t('who.hidden')}</span>,
          },
        ]),
    { term: t('who.acting'), detail: t(`by.${acting}`) },
    ...(subjectCountry ? [{ term: t('who.country'), detail: countryName(subjectCountry, locale) }] : []),
    { term: t('who.identity'), detail: <IdentityTag facts={request.facts} /> },
    { term: t('who.controller'), detail: controller.name },
    {
      term: t('who.filed'),
      detail: (
        <>
          {formatInstant(receivedAt, controller.zone, locale)}
          <span className="block text-xs text-muted">{t(`who.${channel}`)}</span>
        </>
      ),
    },
    ...linkFacts([
      { term: t('who.appealOf'), reference: request.appeal.appealOf },
      { term: t('who.appealedBy'), reference: request.appeal.appealedBy },
      { term: t('who.follows'), reference: request.appeal.follows },
      { term: t('who.followedBy'), reference: request.appeal.followedBy },
    ]),
    { term: t('who.language'), detail: t(`language.${request.locale}`) },
  ]
  return (
    <Card dense title={t('who.title')}>
      <Facts dense facts={facts} />
      {mayOpen && person && !person.revealed && (
        <details className="mt-3 border-t border-line pt-2">
          <summary className="min-h-8 cursor-pointer text-brand underline underline-offset-3 pointer-coarse:min-h-11">
            {t('open.reveal')}
          </summary>
          <div className="mt-2">
            <OpeningForm action={`/desk/requests/${reference}/contact-opening`} />
          </div>
        </details>
      )}
    </Card>
  )
}

const linkFacts = (links: readonly { term: string; reference: string | null }[]): Fact[] =>
  links.flatMap(({ term, reference }) =>
    reference
      ? [
          {
            term,
            detail: (
              <a href={`/desk/requests/${reference}`}>
                <Reference>{reference}</Reference>
              </a>
            ),
          },
        ]
      : [],
  )

async function personFacts({ maskedName, maskedEmail, revealed }: DeskPerson): Promise<Fact[]> {
  const t = await translator('desk')
  const { name, email, otherIdentifier, details } = revealed ?? { name: maskedName, email: maskedEmail }
  return [
    { term: t('who.subject'), detail: <span className={revealed ? 'font-semibold' : ''}>{name}</span> },
    { term: t('who.contact'), detail: <span className="break-all">{email}</span> },
    ...(otherIdentifier ? [{ term: t('who.other'), detail: otherIdentifier }] : []),
    ...(details ? [{ term: t('who.details'), detail: <span className="whitespace-pre-line">{details}</span> }] : []),
  ]
}

async function IdentityTag({ facts }: { facts: DeskRequest['facts'] }) {
  const t = await translator('desk')
  if (!facts.identityProved) return <Tag tone="warn">{t('unproved')}</Tag>
  if (facts.contactOnFile === null) return <Tag tone="brand">{t('proved')}</Tag>
  return facts.contactOnFile ? <Tag tone="ok">{t('onFile')}</Tag> : <Tag tone="bad">{t('notOnFile')}</Tag>
}
