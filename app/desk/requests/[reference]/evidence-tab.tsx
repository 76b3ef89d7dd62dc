import { translator } from '#app/_server/i18n.ts'
import { Facts } from '#app/_ui/facts.tsx'
import { listInstructed } from '#data/recipients/of-request.ts'
import type { DeskRequest } from '#data/requests/find-for-desk.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { may } from '#domain/actor.ts'
import { formatInstant, type Locale } from '#domain/clock/wording.ts'
import { Integrity } from './integrity.tsx'
import { Recipients } from './recipients.tsx'

/** What was handed out, and what proves it. */
export async function EvidenceTab({
  request,
  actor,
  locale,
}: {
  request: DeskRequest
  actor: StaffActor
  locale: Locale
}) {
  const t = await translator('desk')
  const recipients = await listInstructed(actor, { id: request.id, controllerId: request.controller.id })
  const mayWork = may(actor, 'work_request', request.controller.id)
  const { package: built, certificate, receipt } = request.evidence
  const { zone } = request.controller
  return (
    <div className="grid gap-5">
      {!built && !certificate && !receipt && <p className="text-muted">{t('evidence.none')}</p>}
      {built && (
        <section>
          <h2 className="mb-2 text-sm">{t('evidence.package')}</h2>
          <Facts
            dense
            facts={[
              { term: t('evidence.built'), detail: formatInstant(built.createdAt, zone, locale) },
              { term: t('evidence.expires'), detail: formatInstant(built.expiresAt, zone, locale) },
              { term: t('evidence.downloads'), detail: t('evidence.times', { n: built.downloads }) },
              { term: t('evidence.manifest'), detail: <Digest>{built.manifestSha256}</Digest> },
            ]}
          />
        </section>
      )}
      {[
        { title: t('evidence.certificate'), signed: certificate },
        { title: t('evidence.receipt'), signed: receipt },
      ].map(
        ({ title, signed }) =>
          signed && (
            <section key={signed.id}>
              <h2 className="mb-2 text-sm">{title}</h2>
              <Facts
                dense
                facts={[
                  { term: t('evidence.issued'), detail: formatInstant(signed.issuedAt, zone, locale) },
                  { term: t('evidence.id'), detail: <Digest>{signed.id}</Digest> },
                  { term: t('evidence.key'), detail: <Digest>{signed.kid}</Digest> },
                  ...(signed.replaces
                    ? [{ term: t('evidence.replaces'), detail: <Digest>{signed.replaces}</Digest> }]
                    : []),
                ]}
              />
            </section>
          ),
      )}
      <Recipients request={request} recipients={recipients} locale={locale} mayWork={mayWork} />
      <section>
        <h2 className="mb-2 text-sm">{t('evidence.log')}</h2>
        <Integrity request={request} locale={locale} />
      </section>
    </div>
  )
}

const Digest = ({ children }: { children: string }) => <span className="font-mono text-xs break-all">{children}</span>
