import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { EmptyState } from '#app/_ui/empty-state.tsx'
import { Tabs } from '#app/_ui/tabs.tsx'
import { listHolidays } from '#data/calendars/list.ts'
import { listControllers } from '#data/queue/list.ts'
import { mayLoad } from '#domain/holiday-proposal.ts'
import { CameBack } from '../came-back.tsx'
import { DeskFrame } from '../desk-frame.tsx'
import { ListsTable } from './lists-table.tsx'
import { ProposalForm } from './proposal-form.tsx'
import { Recomputes } from './recomputes.tsx'
import { YearsTable } from './years-table.tsx'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

const Said = z.object({ controller: z.uuid().optional().catch(undefined) })
const YEARS_SHOWN = 3

export const generateMetadata = async () => ({ title: (await translator('calendars'))('title') })

/** Which years of which calendars are known, and the way a lead loads the next. */
export default async function Calendars({ searchParams }: Props) {
  const { actor } = await requireStaff()
  const [t, form] = [await translator('calendars'), await shownForm()]
  const controllers = (await listControllers(actor)).filter(({ id }) => mayLoad(actor, id))
  const asked = form.value('controllerId') ?? Said.parse(await searchParams).controller
  const controller = controllers.find(({ id }) => id === asked) ?? controllers[0]
  const overview = controller ? await listHolidays(actor, controller.id) : null
  if (!controller || !overview)
    return (
      <DeskFrame current="calendars">
        <h1 className="mb-4 text-xl">{t('title')}</h1>
        <EmptyState title={t('leadsOnly')}>{t('leadsOnlyText')}</EmptyState>
      </DeskFrame>
    )
  const thisYear = Temporal.Now.instant().toZonedDateTimeISO(overview.zone).year
  const years = Array.from({ length: YEARS_SHOWN }, (_, index) => thisYear + index)
  return (
    <DeskFrame current="calendars">
      <h1 className="mb-1 text-xl">{t('title')}</h1>
      <p className="mb-4 max-w-page text-muted">{t('intro')}</p>
      {controllers.length > 1 && (
        <Tabs
          label={t('controller')}
          tabs={controllers.map(({ id, name }) => ({
            href: `/desk/calendars?controller=${id}`,
            label: name,
            current: id === controller.id,
          }))}
        />
      )}
      <CameBack />
      {overview.missing > 0 && (
        <Banner tone="warn" title={t('missingClocks', { n: overview.missing })}>
          {t('missingClocksText')}
        </Banner>
      )}
      <YearsTable overview={overview} years={years} />
      <Recomputes recomputes={overview.recomputes} zone={overview.zone} />
      <div className="grid items-start gap-x-5 xl:grid-cols-2">
        <ProposalForm controllerId={controller.id} overview={overview} thisYear={thisYear} />
        <ListsTable lists={overview.lists} zone={overview.zone} />
      </div>
    </DeskFrame>
  )
}
