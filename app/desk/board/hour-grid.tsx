import { translator } from '#app/_server/i18n.ts'
import { currentLocale } from '#app/_server/locale.ts'
import { type BoardDay, type BoardHour, HOURS } from '#domain/board.ts'
import { formatDueDate } from '#domain/clock/wording.ts'
import type { Urgency } from '#domain/queue-view.ts'

const looks: Record<Urgency, string> = {
  calm: 'bg-brand-wash text-brand',
  soon: 'bg-warn-wash text-warn',
  urgent: 'bg-bad-wash text-bad',
  late: 'bg-bad-wash text-bad',
}

/** A week at a glance: the days down, the hours across. On a phone the lists below say the same. */
export async function HourGrid({ days, at }: { days: BoardDay[]; at: string | null }) {
  const [t, locale] = [await translator('desk'), await currentLocale()]
  const short = new Intl.DateTimeFormat(locale === 'id' ? 'id' : 'en-GB', {
    weekday: 'short',
    day: 'numeric',
    timeZone: 'UTC',
  })
  return (
    <table className="mb-6 hidden w-full table-fixed overflow-hidden rounded-lg border border-line bg-sheet text-xs md:table">
      <caption className="sr-only">{t('board.caption')}</caption>
      <thead className="bg-sunken text-muted">
        <tr>
          <th scope="col" className="w-20 px-3 py-2 text-left font-semibold">
            {t('board.day')}
          </th>
          {HOURS.map((hour) => (
            <th key={hour} scope="col" className="py-2 text-center font-normal">
              {String(hour).padStart(2, '0')}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {days.map(({ date, hours }) => (
          <tr key={date} className="border-t border-line">
            <th scope="row" className="px-3 text-left font-semibold whitespace-nowrap">
              <span className="sr-only">{formatDueDate(date, locale)}</span>
              <span aria-hidden="true">{short.format(Date.parse(date))}</span>
            </th>
            {hours.map((hour) => (
              <td
                key={hour.name}
                className={`h-9 border-l border-line p-0 text-center ${hour.isPast ? 'bg-sunken' : ''}`}
              >
                {hour.due > 0 && (
                  <Due hour={hour} isChosen={hour.name === at} label={t('board.dueThen', { n: hour.due })} />
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Due({ hour, isChosen, label }: { hour: BoardHour; isChosen: boolean; label: string }) {
  return (
    <a
      href={`/desk/board?at=${hour.name}`}
      aria-current={isChosen ? 'true' : undefined}
      className={`mx-auto grid h-7 min-w-6 max-w-8 place-items-center rounded-sm font-bold no-underline hover:underline aria-[current]:ring-2 aria-[current]:ring-brand ${looks[hour.urgency]}`}
    >
      <span>
        {hour.due > 999 ? '999+' : hour.due}
        <span className="sr-only"> ({label})</span>
      </span>
    </a>
  )
}
