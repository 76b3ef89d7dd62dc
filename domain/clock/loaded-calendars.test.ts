import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { computeDeadline } from './deadline.ts'
import { calendarsInUse, LOADABLE_CALENDARS, loadCalendars } from './loaded-calendars.ts'

const day = (date: string, kind: 'national' | 'joint_leave' = 'national') => ({ date, name: 'Libur', kind })
const indonesia = { calendarId: 'ID-NATIONAL', year: 2028, days: [day('2028-01-10'), day('2028-01-11', 'joint_leave')] }
const closed = (lists: Parameters<typeof loadCalendars>[0], id: string) =>
  [...(loadCalendars(lists).get(id)?.closedDays ?? [])].filter((date) => date.startsWith('2028'))

test('a decree closes its national days; joint leave only where joint leave is counted', () => {
  expect(closed([indonesia], 'ID-NATIONAL')).toEqual(['2028-01-10'])
  expect(closed([indonesia], 'ID-NATIONAL+JOINT')).toEqual(['2028-01-10', '2028-01-11'])
  expect(closed([{ ...indonesia, calendarId: 'SG' }], 'SG')).toEqual(['2028-01-10', '2028-01-11'])
})

test('a loaded year takes the place of the shipped one and leaves the others', () => {
  const france = loadCalendars([{ calendarId: 'FR', year: 2028, days: [day('2028-12-24')] }]).get('FR')
  expect(france?.holidays.filter((date) => date.startsWith('2028'))).toEqual(['2028-12-24'])
  expect(france?.closedDays.has('2027-12-25')).toBe(true)
  expect(france?.years).toEqual([2026, 2027, 2028])
})

test('several years of one calendar add up, and a calendar nobody knows changes nothing', () => {
  const next = { ...indonesia, year: 2029, days: [day('2029-01-02')] }
  expect(loadCalendars([indonesia, next]).get('ID-NATIONAL')?.years).toEqual([2026, 2027, 2028, 2029])
  expect(loadCalendars([{ ...indonesia, calendarId: 'MARS' }]).size).toBe(0)
  expect(loadCalendars([{ ...indonesia, calendarId: 'WEEKENDS-ONLY' }]).size).toBe(0)
})

test('only what lacks a year can be loaded, and joint leave comes with its decree', () => {
  expect(LOADABLE_CALENDARS).toContain('ID-NATIONAL')
  expect(LOADABLE_CALENDARS).not.toContain('ID-NATIONAL+JOINT')
  expect(LOADABLE_CALENDARS).not.toContain('WEEKENDS-ONLY')
})

test('a count that met a year without a list goes on once the list is loaded', () => {
  const query = {
    clockId: 'ID-PP-197-OBJECT',
    zone: 'Asia/Jakarta',
    startAt: Temporal.Instant.from('2027-12-27T02:00:00Z'),
  }
  expect(computeDeadline(query)).toMatchObject({ ok: false, reason: 'calendar_year_missing', year: 2028 })
  expect(computeDeadline({ ...query, calendars: loadCalendars([indonesia]) })).toMatchObject({
    value: { dueLocalDate: '2028-01-17' },
  })
})

test('a controller counts by the calendars of its laws, and by Indonesia’s for its contracts', () => {
  expect(calendarsInUse({ jurisdictions: ['ID'] })).toEqual(['ID-NATIONAL'])
  expect(calendarsInUse({ jurisdictions: ['EU', 'US-CA'], memberState: 'NL' })).toEqual([
    'ID-NATIONAL',
    'NL',
    'US-CA-CORE',
  ])
})
