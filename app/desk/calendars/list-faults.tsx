import { translator } from '#app/_server/i18n.ts'
import { parseHolidayList } from '#domain/clock/holiday-list.ts'

type Props = { list: string | undefined; year: string | undefined }

/** Any other name is a column that somebody invented. */
const FIELDS = ['date', 'name', 'kind', 'weekday', 'list', 'days', 'year'] as const

/** Every fault of a list that came back, with its line, so that all can be mended at once. */
export async function ListFaults({ list = '', year }: Props) {
  const t = await translator('calendars')
  const parsed = parseHolidayList(list, Number(year))
  if (parsed.ok) return null
  const { faults } = parsed
  const fieldName = (field: string) => {
    const known = FIELDS.find((name) => name === field)
    return known ? t(`field.${known}`) : `“${field}”`
  }
  return (
    <div className="mb-4 rounded-md border-l-4 border-bad bg-bad-wash px-4 py-3">
      <p className="font-semibold">{t('faults', { n: faults.length })}</p>
      <ul className="mt-1 list-disc pl-5">
        {faults.map(({ line, field, reason }) => (
          <li key={`${line} ${field} ${reason}`}>
            {line > 0 && `${t('line', { line })}, `}
            {fieldName(field)}: {t(`fault.${reason}`)}
          </li>
        ))}
      </ul>
    </div>
  )
}
