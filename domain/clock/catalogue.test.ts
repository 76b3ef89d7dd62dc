import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { CLOCKS, findCalendar, parseCatalogue } from './catalogue.ts'

const raw = () => JSON.parse(readFileSync(new URL('clocks.json', import.meta.url), 'utf8'))

test('what ships is well-formed and cites its law', () => {
  expect(CLOCKS).toHaveLength(49)
  expect(findCalendar('ID-NATIONAL+JOINT')?.closedDays.size).toBe(51)
})

test('what must be done is said in both languages, never twice in the same one', () => {
  for (const { id, duty } of CLOCKS) expect(duty.id, id).not.toBe(duty.en)
})

test.each<[string, (catalogue: ReturnType<typeof raw>) => void]>([
  ['clocks.0.duration.unit', (catalogue) => Object.assign(catalogue.clocks[0].duration, { unit: 'fortnights' })],
  ['clocks.1.id: ID-UU-30 twice', (catalogue) => Object.assign(catalogue.clocks[1], { id: 'ID-UU-30' })],
  ['clocks.1.duty.id', (catalogue) => Object.assign(catalogue.clocks[1].duty, { id: '' })],
  ['clocks.1.zone', (catalogue) => Object.assign(catalogue.clocks[1], { zone: 'Asia/Atlantis' })],
  ['clocks.1.startedBy.0', (catalogue) => Object.assign(catalogue.clocks[1], { startedBy: ['forgetting'] })],
  ['clocks.1.calendar: no calendar MARS', (catalogue) => Object.assign(catalogue.clocks[1], { calendar: 'MARS' })],
  ['clocks.0.firstDay', (catalogue) => Object.assign(catalogue.clocks[0], { firstDay: 'next_date' })],
  ['calendars.FR.holidays: a day twice', (catalogue) => catalogue.calendars.FR.holidays.push('2026-01-01')],
  ['calendars.FR.holidays: a day outside', (catalogue) => catalogue.calendars.FR.holidays.push('2031-01-01')],
  ['calendars.FR.holidays', (catalogue) => catalogue.calendars.FR.holidays.push('2026-02-30')],
  ['Unrecognized key: "extra"', (catalogue) => Object.assign(catalogue, { extra: 1 })],
])('a malformed file is refused at %s', (path, spoil) => {
  const catalogue = raw()
  spoil(catalogue)
  expect(() => parseCatalogue(catalogue)).toThrow(path)
})
