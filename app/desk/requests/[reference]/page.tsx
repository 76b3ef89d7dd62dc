import { notFound } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { DONE, REQUEST_TABS, requestAddress } from '#app/_server/staff-forms.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Tabs } from '#app/_ui/tabs.tsx'
import { findForDesk } from '#data/requests/find-for-desk.ts'
import { may } from '#domain/actor.ts'
import { OPENING_MINUTES } from '#domain/opening.ts'
import { isClosed } from '#domain/request.ts'
import { readiness } from '#domain/review.ts'
import { CameBack } from '../../came-back.tsx'
import { DeskFrame } from '../../desk-frame.tsx'
import { deskLabel } from '../../labels.ts'
import { ActionsCard } from './actions-card.tsx'
import { ChecklistCard } from './checklist-card.tsx'
import { ClocksCard } from './clocks-card.tsx'
import { DriftWarning } from './drift-warning.tsx'
import { EvidenceTab } from './evidence-tab.tsx'
import { Extensions } from './extensions.tsx'
import { HeaderStrip } from './header-strip.tsx'
import { Integrity } from './integrity.tsx'
import { Questions } from './questions.tsx'
import { RefusalTab } from './refusal-tab.tsx'
import { ReviewTab } from './review-tab.tsx'
import { SourcesTab } from './sources-tab.tsx'
import { TimelineTab } from './timeline-tab.tsx'
import { WhoCard } from './who-card.tsx'

type Props = {
  params: Promise<{ reference: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const Said = z.object({
  tab: z.enum(REQUEST_TABS).catch('sources'),
  done: z.enum(DONE).nullable().catch(null),
})

export const generateMetadata = async ({ params }: Props) => ({ title: (await params).reference })

export default async function RequestPage({ params, searchParams }: Props) {
  const { actor } = await requireStaff()
  const { tab, done } = Said.parse(await searchParams)
  const [now, locale] = [Temporal.Now.instant(), await currentLocale()]
  const request = await findForDesk(actor, (await params).reference, now)
  if (!request) notFound()
  const t = await translator('desk')
  const { controllerId, status } = request.facts
  const mayOpen = may(actor, 'open_personal_data', controllerId)
  const mayWork = may(actor, 'work_request', controllerId)
  const waits = status === 'reviewing' && !readiness(request.facts).ok ? 1 : 0
  return (
    <DeskFrame>
      <HeaderStrip request={request} actor={actor} now={now} locale={locale} />
      <CameBack labelOf={deskLabel(t)} />
      {done && <Banner tone="ok" title={t(`done.${done}`, { minutes: OPENING_MINUTES })} />}
      <div className="grid items-start gap-x-5 xl:grid-cols-[280px_minmax(0,1fr)_250px]">
        <div className="max-xl:order-2 max-xl:grid max-xl:gap-x-5 max-xl:md:grid-cols-2">
          <WhoCard request={request} locale={locale} mayOpen={mayOpen} />
          <ClocksCard request={request} now={now} locale={locale} />
        </div>
        <Card dense>
          <Tabs
            label={t('tab.label')}
            tabs={REQUEST_TABS.filter((each) => each !== 'refusal' || tab === 'refusal').map((each) => ({
              href: requestAddress(request.reference, each),
              label: t(`tab.${each}`),
              current: each === tab,
              ...(each === 'review' && { count: waits }),
            }))}
          />
          {tab === 'timeline' && <TimelineTab request={request} locale={locale} />}
          {tab === 'sources' && <SourcesTab request={request} actor={actor} mayOpen={mayOpen} mayWork={mayWork} />}
          {tab === 'review' && (
            <>
              {!isClosed(status) && <DriftWarning request={request} actor={actor} />}
              <ReviewTab request={request} actor={actor} />
              <Questions request={request} actor={actor} locale={locale} />
              <Extensions request={request} actor={actor} locale={locale} />
            </>
          )}
          {tab === 'evidence' && <EvidenceTab request={request} actor={actor} locale={locale} />}
          {tab === 'refusal' && <RefusalTab request={request} actor={actor} />}
        </Card>
        <div className="max-xl:order-3 max-xl:grid max-xl:gap-x-5 max-xl:md:grid-cols-2">
          <ChecklistCard request={request} />
          <ActionsCard request={request} actor={actor} />
          <Card dense title={t('integrity.title')}>
            <Integrity request={request} locale={locale} />
          </Card>
        </div>
      </div>
    </DeskFrame>
  )
}
