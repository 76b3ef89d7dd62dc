import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseHolidayList } from './holiday-list.ts'
import type { ListFaultReason } from './holiday-rows.ts'

const NYEPI = { date: '2028-03-26', name: 'Hari Suci Nyepi', kind: 'national' }
const LEAVE = { date: '2028-03-27', name: 'Cuti bersama, Nyepi', kind: 'joint_leave' }

test.each([
  [
    'CSV as a spreadsheet writes it',
    '\uFEFFdate;name;kind;weekday\r\n2028-03-27;"Cuti bersama, Nyepi";Cuti Bersama;Senin\r\n2028-03-26;Hari Suci Nyepi;;Minggu\r\n',
  ],
  ['plain CSV', 'date,name,kind\n2028-03-26,Hari Suci Nyepi,national\n2028-03-27,"Cuti bersama, Nyepi",joint_leave'],
  ['JSON', JSON.stringify([LEAVE, { ...NYEPI, weekday: 'sun' }])],
  ['JSON under days', JSON.stringify({ year: 2028, days: [NYEPI, LEAVE] })],
])('%s', (_, text) => {
  expect(parseHolidayList(text, 2028)).toEqual({ ok: true, value: { year: 2028, days: [NYEPI, LEAVE] } })
})

const csv = (...lines: string[]) => ['date,name,kind,weekday', ...lines].join('\n')

test.each<[ListFaultReason, number, string, string]>([
  ['list_empty', 0, 'list', ''],
  ['list_empty', 0, 'list', 'date,name\n\n'],
  ['too_large', 0, 'list', `${csv()}\n${' '.repeat(70_000)}`],
  ['too_many_days', 0, 'list', csv(...Array.from({ length: 201 }, (_, index) => `2028-01-01,Hari ${index},national,`))],
  ['not_json', 0, 'list', '[{'],
  ['not_a_list', 0, 'days', '{"days": 3}'],
  ['not_a_list', 2, 'days', `[${JSON.stringify(NYEPI)}, null]`],
  ['column_unknown', 1, 'tanggal', 'tanggal,name\n2028-03-26,Nyepi'],
  ['column_unknown', 1, '__proto__', '[{"date": "2028-03-26", "name": "Nyepi", "__proto__": {}}]'],
  ['column_twice', 1, 'date', 'date,name,date\n'],
  ['column_missing', 1, 'name', 'date,kind\n2028-03-26,national'],
  ['cell_missing', 2, 'weekday', csv('2028-03-26,Nyepi,national')],
  ['quote_open', 2, 'list', csv('2028-03-26,"Nyepi,national,')],
  ['not_a_date', 2, 'date', csv('26-03-2028,Nyepi,national,')],
  ['not_a_date', 2, 'date', csv('2028-02-30,Nyepi,national,')],
  ['not_a_date', 1, 'date', '[{"date": 20280326, "name": "Nyepi"}]'],
  ['other_year', 3, 'date', csv('2028-03-26,Nyepi,national,', '2027-03-08,Nyepi,national,')],
  ['name_malformed', 2, 'name', csv('2028-03-26,,national,')],
  ['name_malformed', 2, 'name', csv('2028-03-26,Nye\u202Epi,national,')],
  ['kind_unknown', 2, 'kind', csv('2028-03-26,Nyepi,perhaps,')],
  ['kind_unknown', 2, 'kind', csv('2028-03-26,Nyepi,constructor,')],
  ['weekday_wrong', 2, 'weekday', csv('2028-03-26,Nyepi,national,Senin')],
  ['weekday_wrong', 2, 'weekday', csv('2028-03-26,Nyepi,national,Someday')],
  ['day_twice', 3, 'date', csv('2028-03-26,Nyepi,national,', '2028-03-26,Nyepi,national,')],
  ['day_contradictory', 3, 'date', csv('2028-03-26,Nyepi,national,', '2028-03-26,Nyepi,joint leave,')],
])('%s at line %i, %s', (reason, line, field, text) => {
  expect(parseHolidayList(text, 2028)).toEqual({ ok: false, faults: [{ line, field, reason }] })
})

test.each([1969, 2101, 2028.5])('no list for the year %d', (year) => {
  expect(parseHolidayList('', year)).toMatchObject({ faults: [{ field: 'year', reason: 'year_out_of_range' }] })
})

test('every fault is told at once, in the order of the lines', () => {
  const answer = parseHolidayList(csv('2028-13-01,,maybe,', '2027-01-01,Baru,national,Senin'), 2028)
  if (answer.ok) throw new Error('accepted')
  expect(answer.faults.map(({ line, field }) => `${line} ${field}`)).toEqual([
    '2 date',
    '2 name',
    '2 kind',
    '3 date',
    '3 weekday',
  ])
})

test('whatever is loaded, it is a list or a refusal', () => {
  const property = fc.property(
    fc.oneof(
      fc.string(),
      fc.json(),
      fc.string().map((text) => csv(text)),
    ),
    (text) => {
      const answer = parseHolidayList(text, 2028)
      expect(answer.ok ? answer.value.days.length : answer.faults.length).toBeGreaterThan(0)
    },
  )
  fc.assert(property, { numRuns: 500 })
})
