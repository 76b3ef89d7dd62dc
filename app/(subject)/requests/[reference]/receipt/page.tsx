import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { codePage, receiptHolder } from '#app/_server/subject.ts'
import { subjectTitle } from '#app/_server/subject-form.ts'
import { Button, LinkButton } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { findControllerOf } from '#data/controllers/find-public.ts'
import { findReceipt } from '#data/requests/find-receipt.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { DueCard } from '../../../due-card.tsx'
import { PortalShell } from '../../../portal-shell.tsx'

type Props = { params: Promise<{ reference: string }> }

export const generateMetadata = async (): Promise<Metadata> =>
  subjectTitle((await translator('subject'))('receipt.title'))

/** The confirmation, and the record to print: what was asked, when answers are due and by which law. */
export default async function Receipt({ params }: Props) {
  const { reference } = await params
  const holder = (await receiptHolder(reference)) ?? redirect(codePage(reference))
  const receipt = (await findReceipt(holder)) ?? redirect('/status')
  const controller = await findControllerOf(holder)
  const t = await translator('subject')
  const locale = await currentLocale()
  return (
    <PortalShell controller={controller}>
      <div role="status" className="mb-6 rounded-lg border border-ok bg-ok-wash px-4 py-6 text-center">
        <h1 className="mb-3">{t('receipt.title')}</h1>
        <p>{t('receipt.reference')}</p>
        <p className="font-mono text-2xl font-bold whitespace-nowrap">{receipt.reference}</p>
      </div>
      {receipt.contact && <p className="mb-6">{t('receipt.keep', { contact: receipt.contact })}</p>}
      <Card title={t('receipt.next')}>
        {receipt.isVerified ? (
          <div className="grid gap-3">
            <p>{t('receipt.verified')}</p>
            <LinkButton href={`/requests/${receipt.reference}`}>{t('receipt.toStatus')}</LinkButton>
          </div>
        ) : (
          <form method="post" action="/status/code" className="grid justify-items-start gap-3">
            <p>
              <b>{t('receipt.prove')}</b> {t('receipt.proveText')}
            </p>
            <input type="hidden" name="reference" value={receipt.reference} />
            <Button>{t('receipt.proveButton')}</Button>
          </form>
        )}
        {receipt.requesterKind !== 'subject' && <p className="mt-3 text-sm text-muted">{t('receipt.evidence')}</p>}
      </Card>
      <DueCard title={t('receipt.when')} controller={controller} clocks={receipt.clocks} now={Temporal.Now.instant()} />
      <Card title={t('receipt.then')}>
        <ol className="list-decimal pl-5">
          <li>{t('receipt.then1')}</li>
          <li>{t('receipt.then2')}</li>
          <li>{t('receipt.then3')}</li>
        </ol>
      </Card>
      <Card title={t('receipt.record')}>
        <Facts
          facts={[
            { term: t('receipt.right'), detail: t(`rightName.${receipt.right}`) },
            { term: t('receipt.requester'), detail: t(`requester.name.${receipt.requesterKind}`) },
            { term: t('receipt.received'), detail: formatInstant(receipt.receivedAt, controller.zone, locale) },
            { term: t('receipt.controller'), detail: `${controller.name}, ${controller.contact}` },
          ]}
        />
        <p className="mt-4 text-sm text-muted print:hidden">{t('receipt.print')}</p>
      </Card>
    </PortalShell>
  )
}
