import { translator } from '#app/_server/i18n.ts'
import { shownForm } from '#app/_server/subject-form.ts'
import { Button } from '#app/_ui/button.tsx'
import { Card } from '#app/_ui/card.tsx'
import { FileIntoField } from '#app/_ui/file-into-field.client.tsx'
import { SelectInput } from '#app/_ui/select-input.tsx'
import { TextArea } from '#app/_ui/text-area.tsx'
import { TextInput } from '#app/_ui/text-input.tsx'
import type { HolidayOverview } from '#data/calendars/list.ts'
import { LOADABLE_CALENDARS } from '#domain/clock/loaded-calendars.ts'
import { calendarName } from './calendar-name.ts'
import { ListFaults } from './list-faults.tsx'
import { isShipped } from './years-table.tsx'

type Props = { controllerId: string; overview: HolidayOverview; thisYear: number }

const YEARS_OFFERED = 4
const SAMPLE = `date,name,kind
2028-01-01,Tahun Baru 2028 Masehi,national
2028-01-27,Cuti bersama Imlek,joint_leave`

/** A year's list from a file or typed. It is kept for a second lead; nothing is counted by it yet. */
export async function ProposalForm({ controllerId, overview: { inUse, lists }, thisYear }: Props) {
  const [t, form] = [await translator('calendars'), await shownForm()]
  const first = [...inUse, ...LOADABLE_CALENDARS.filter((id) => !inUse.includes(id))]
  const years = Array.from({ length: YEARS_OFFERED }, (_, index) => thisYear + index)
  const isListed = (id: string, year: number) =>
    isShipped(id, year) ||
    lists.some((list) => list.calendarId === id && list.year === year && list.state === 'approved')
  const lacking = years.find((year) => inUse.some((id) => !isListed(id, year))) ?? thisYear + 1
  return (
    <Card dense title={t('form.title')}>
      <p className="mb-4 text-muted">{t('form.intro')}</p>
      <form method="post" action="/desk/calendars/lists" noValidate>
        <input type="hidden" name="controllerId" value={controllerId} />
        <div className="grid gap-x-4 sm:grid-cols-2">
          <SelectInput
            name="calendarId"
            label={t('calendar')}
            options={first.map((id) => ({ value: id, label: calendarName(id, t) }))}
            chosen={form.value('calendarId')}
            error={form.error('calendarId')}
          />
          <SelectInput
            name="year"
            label={t('form.year')}
            options={years.map((year) => ({ value: String(year), label: String(year) }))}
            chosen={form.value('year', String(lacking))}
            error={form.error('year')}
          />
        </div>
        <TextInput
          name="source"
          label={t('form.source')}
          hint={t('form.sourceHint')}
          maxLength={300}
          error={form.error('source')}
          defaultValue={form.value('source')}
        />
        {form.errors.length > 0 && <ListFaults list={form.value('list')} year={form.value('year')} />}
        <TextArea
          name="list"
          label={t('form.list')}
          hint={t('form.listHint')}
          rows={10}
          error={form.error('list')}
          defaultValue={form.value('list')}
        />
        <FileIntoField
          field="list"
          label={t('form.file')}
          tooLarge={t('form.fileTooLarge')}
          mostBytes={64 * 1024}
          accept=".csv,.json,.txt,text/csv,application/json"
        />
        <details className="mb-4">
          <summary className="min-h-6 cursor-pointer text-brand pointer-coarse:min-h-11">{t('form.sample')}</summary>
          <pre className="mt-2 overflow-x-auto rounded-sm bg-sunken p-3 text-xs">{SAMPLE}</pre>
        </details>
        <Button>{t('form.go')}</Button>
      </form>
    </Card>
  )
}
