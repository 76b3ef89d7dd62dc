import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { Card } from '#app/_ui/card.tsx'
import { Tag, type Tone } from '#app/_ui/tag.tsx'
import type { ShownList } from '#data/calendars/list.ts'
import { formatInstant } from '#domain/clock/wording.ts'
import type { ListState } from '#domain/holiday-proposal.ts'
import { calendarName } from './calendar-name.ts'

const TONES: Record<ListState, Tone> = { proposed: 'brand', approved: 'ok', rejected: 'bad', superseded: 'plain' }

export async function StateTag({ state }: { state: ListState }) {
  const t = await translator('calendars')
  return <Tag tone={TONES[state]}>{t(`state.${state}`)}</Tag>
}

/** Every list that was handed in, whatever became of it, the newest first. */
export async function ListsTable({ lists, zone }: { lists: readonly ShownList[]; zone: string }) {
  const [t, locale] = [await translator('calendars'), await currentLocale()]
  return (
    <Card dense title={t('lists')}>
      {lists.length === 0 && <p className="text-muted">{t('noLists')}</p>}
      <ul className="divide-y divide-line">
        {lists.map(({ id, calendarId, year, state, proposedBy, proposedAt }) => (
          <li key={id} className="py-2.5 first:pt-0 last:pb-0">
            <p className="flex flex-wrap items-center justify-between gap-2">
              <a href={`/desk/calendars/lists/${id}`} className="font-semibold">
                {calendarName(calendarId, t)} {year}
              </a>
              <StateTag state={state} />
            </p>
            <p className="text-xs text-muted">
              {t('loadedBy', { name: proposedBy ?? '–', when: formatInstant(proposedAt, zone, locale) })}
            </p>
          </li>
        ))}
      </ul>
    </Card>
  )
}
