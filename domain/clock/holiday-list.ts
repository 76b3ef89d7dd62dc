import { Temporal } from 'temporal-polyfill'
import { type Ok, ok } from '../result.ts'
import { type ListFault, type ListFaultReason, type Row, readRows } from './holiday-rows.ts'

export type HolidayKind = 'national' | 'joint_leave'
export type Holiday = { date: string; name: string; kind: HolidayKind }
export type HolidayList = { year: number; days: Holiday[] }

const MOST_CHARACTERS = 64 * 1024
const MOST_DAYS = 200
const MOST_FAULTS = 50
const MOST_NAME = 120
const YEARS = { first: 1970, last: 2100 }
const KINDS: ReadonlyMap<string, HolidayKind> = new Map([
  ['', 'national'],
  ['national', 'national'],
  ['nasional', 'national'],
  ['libur nasional', 'national'],
  ['joint_leave', 'joint_leave'],
  ['joint leave', 'joint_leave'],
  ['cuti bersama', 'joint_leave'],
])
const WEEKDAYS: Readonly<Record<string, number>> = Object.fromEntries(
  [
    ['mon', 'monday', 'sen', 'senin'],
    ['tue', 'tuesday', 'sel', 'selasa'],
    ['wed', 'wednesday', 'rab', 'rabu'],
    ['thu', 'thursday', 'kam', 'kamis'],
    ['fri', 'friday', 'jum', 'jumat', "jum'at"],
    ['sat', 'saturday', 'sab', 'sabtu'],
    ['sun', 'sunday', 'min', 'minggu', 'ahad'],
  ].flatMap((names, index) => names.map((name) => [name, index + 1])),
)

/**
 * One year's public holidays from a file or a form: CSV with the columns `date,name` and optionally `kind,weekday`
 * (`,` or `;`), or JSON `[{date, name, kind?, weekday?}]`, alone or under `days`. Dates are ISO 8601.
 * All or nothing: a list with one fault is refused with every fault found, 50 at most.
 */
export function parseHolidayList(text: string, year: number): Ok<HolidayList> | { ok: false; faults: ListFault[] } {
  if (!Number.isInteger(year) || year < YEARS.first || year > YEARS.last) return refused('year_out_of_range', 'year')
  if (text.length > MOST_CHARACTERS) return refused('too_large', 'list')
  const read = readRows(text)
  if (!read.ok) return read
  if (read.value.length === 0) return refused('list_empty', 'list')
  if (read.value.length > MOST_DAYS) return refused('too_many_days', 'list')
  const days = read.value.map((row) => ({ line: row.line, ...dayOf(row) }))
  const faults = [...read.value.flatMap((row) => faultsOf(row, year)), ...clashes(days)]
  if (faults.length > 0) return { ok: false, faults: faults.sort((a, b) => a.line - b.line).slice(0, MOST_FAULTS) }
  return ok({ year, days: days.map(({ line: _, ...day }) => day).sort((a, b) => (a.date < b.date ? -1 : 1)) })
}

const refused = (reason: ListFaultReason, field: string) => ({
  ok: false as const,
  faults: [{ line: 0, field, reason }],
})

const kindOf = ({ cells }: Row): HolidayKind | undefined => KINDS.get((cells['kind'] ?? '').toLowerCase())
const dayOf = (row: Row): Holiday => ({
  date: row.cells['date'] ?? '',
  name: row.cells['name'] ?? '',
  kind: kindOf(row) ?? 'national',
})

function faultsOf(row: Row, year: number): ListFault[] {
  const { line, cells } = row
  const { date: text = '', name = '', weekday = '' } = cells
  const date = dateOf(text)
  const checks: [boolean, string, ListFaultReason][] = [
    [date === null, 'date', 'not_a_date'],
    [date !== null && date.year !== year, 'date', 'other_year'],
    [name === '' || name.length > MOST_NAME || /\p{Cc}|\p{Bidi_Control}/u.test(name), 'name', 'name_malformed'],
    [kindOf(row) === undefined, 'kind', 'kind_unknown'],
    [date !== null && weekday !== '' && WEEKDAYS[weekday.toLowerCase()] !== date.dayOfWeek, 'weekday', 'weekday_wrong'],
  ]
  return checks.flatMap(([isFault, field, reason]) => (isFault ? [{ line, field, reason }] : []))
}

function dateOf(text: string): Temporal.PlainDate | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null
  try {
    return Temporal.PlainDate.from(text)
  } catch {
    return null
  }
}

/** The same day a second time; contradictory where the two do not agree what kind of day it is. */
function clashes(days: readonly (Holiday & { line: number })[]): ListFault[] {
  const seen = new Map<string, HolidayKind>()
  return days.flatMap(({ line, date, kind }) => {
    const before = seen.get(date)
    seen.set(date, before ?? kind)
    if (before === undefined || dateOf(date) === null) return []
    return [{ line, field: 'date', reason: before === kind ? 'day_twice' : 'day_contradictory' } as const]
  })
}
