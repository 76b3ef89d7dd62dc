import { notFound } from 'next/navigation'
import { z } from 'zod'
import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { Banner } from '#app/_ui/banner.tsx'
import { Card } from '#app/_ui/card.tsx'
import { Facts } from '#app/_ui/facts.tsx'
import { type FoundList, findList } from '#data/calendars/find-list.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import { CameBack } from '../../../came-back.tsx'
import { DeskFrame } from '../../../desk-frame.tsx'
import { calendarName } from '../../calendar-name.ts'
import { StateTag } from '../../lists-table.tsx'
import { DaysTable } from './days-table.tsx'
import { Decision } from './decision.tsx'
import { Effect } from './effect.tsx'
import { LIST_DONE } from './on-list.ts'

type Props = {
  params: Promise<{ listId: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

const Said = z.object({ done: z.enum(LIST_DONE).nullable().catch(null) })

export const generateMetadata = async () => ({ title: (await translator('calendars'))('title') })

/** One list: what it says, what it would move, and the second lead's word. */
export default async function HolidayListPage({ params, searchParams }: Props) {
  const { actor } = await requireStaff()
  const listId = z.uuid().safeParse((await params).listId)
  const list = listId.success ? await findList(actor, listId.data) : null
  if (!list) notFound()
  const { done } = Said.parse(await searchParams)
  const t = await translator('calendars')
  return (
    <DeskFrame current="calendars">
      <p className="mb-2">
        <a href={`/desk/calendars?controller=${list.controllerId}`}>{t('title')}</a>
      </p>
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="text-xl">
          {calendarName(list.calendarId, t)} {list.year}
        </h1>
        <StateTag state={list.state} />
      </div>
      <CameBack />
      {done && <Banner tone="ok" title={t(`done.${done}`)} />}
      <div className="grid items-start gap-x-5 xl:grid-cols-2">
        <div>
          <AboutList list={list} />
          {list.state === 'proposed' && <Effect list={list} actor={actor} />}
          {list.state === 'proposed' && <Decision list={list} />}
        </div>
        <DaysTable list={list} />
      </div>
    </DeskFrame>
  )
}

async function AboutList({ list }: { list: FoundList }) {
  const [t, locale] = [await translator('calendars'), await currentLocale()]
  const when = (at: FoundList['proposedAt']) => formatInstant(at, list.zone, locale)
  const decided = list.decidedAt
    ? [
        {
          term: t(`about.${list.state === 'rejected' ? 'rejected' : 'approved'}`),
          detail: t('by', { name: list.decidedBy ?? '–', when: when(list.decidedAt) }),
        },
      ]
    : []
  return (
    <Card dense>
      <Facts
        dense
        facts={[
          { term: t('controller'), detail: list.controllerName },
          { term: t('about.source'), detail: list.source },
          { term: t('about.loaded'), detail: t('by', { name: list.proposedBy ?? '–', when: when(list.proposedAt) }) },
          ...decided,
          ...(list.rejection ? [{ term: t('about.reason'), detail: list.rejection }] : []),
        ]}
      />
    </Card>
  )
}
