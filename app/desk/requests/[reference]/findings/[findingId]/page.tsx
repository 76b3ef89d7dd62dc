import { notFound } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { requestAddress } from '#app/_server/staff-forms.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Reference } from '#app/_ui/reference.tsx'
import { readFinding } from '#data/findings/read.ts'
import { CameBack } from '../../../../came-back.tsx'
import { DeskFrame } from '../../../../desk-frame.tsx'
import { deskLabel } from '../../../../labels.ts'
import { OpeningForm } from '../../opening-form.tsx'
import { FINDING_DONE, PageNumber } from './on-finding.ts'
import { OpenRows } from './open-rows.tsx'
import { WhatGoesOut } from './what-goes-out.tsx'

type Props = {
  params: Promise<{ reference: string; findingId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const Said = z.object({ page: PageNumber, done: z.enum(FINDING_DONE).nullable().catch(null) })

export const generateMetadata = async ({ params }: Props) => ({ title: (await params).reference })

export default async function FindingPage({ params, searchParams }: Props) {
  const { actor } = await requireStaff()
  const { reference, findingId } = await params
  const { page, done } = Said.parse(await searchParams)
  if (!z.uuid().safeParse(findingId).success) notFound()
  const finding = await readFinding(actor, { reference, findingId, page }, Temporal.Now.instant())
  if (!finding) notFound()
  const t = await translator('desk')
  const here = `/desk/requests/${reference}/findings/${findingId}`
  return (
    <DeskFrame>
      <CameBack labelOf={deskLabel(t)} />
      {done && <Banner tone="ok" title={t(`redaction.done.${done}`)} />}
      <a href={requestAddress(reference, 'review')} className="inline-flex min-h-8 items-center">
        <span aria-hidden="true">‹&nbsp;</span>
        <Reference>{reference}</Reference>
      </a>
      <h1 className="mb-1 text-xl">
        {t('finding.title', { collection: finding.label[await currentLocale()], source: finding.source })}
      </h1>
      <p className="mb-4 text-muted">{t('finding.rows', { n: finding.rows })}</p>
      {finding.given !== null && <WhatGoesOut finding={finding} page={page} here={here} />}
      {finding.page ? (
        <OpenRows finding={finding} rows={finding.page} page={page} here={here} />
      ) : (
        <Card dense>
          <p className="mb-3">{t('finding.closed')}</p>
          <OpeningForm action={`${here}/opening`} />
        </Card>
      )}
    </DeskFrame>
  )
}
