import fc from 'fast-check'
import { expect, test } from 'vitest'
import { RIGHTS } from '../request.ts'
import { CALCULATOR_ZONES, calculate, PLACES } from './calculator.ts'

const asked = { right: 'access', place: 'ID', date: '2026-11-20', time: '15:04', zone: 'Asia/Jakarta' }
const dues = (change: Partial<typeof asked>) => {
  const answer = calculate({ ...asked, ...change })
  if (!answer.ok) throw new Error(answer.faults.map(({ field }) => field).join())
  return answer.calculations.map(({ clock, deadline }) => {
    if (!('dueAt' in deadline)) return [clock.id, deadline.reason, String(deadline.year)]
    return [clock.id, deadline.dueLocalDate ?? deadline.dueAt?.toString() ?? deadline.state]
  })
}

test.each<[string, Partial<typeof asked>, string[][]]>([
  ['72 hours', {}, [['ID-UU-32', '2026-11-23T08:04:00Z']]],
  ['a date alone starts at midnight', { time: '' }, [['ID-UU-32', '2026-11-22T17:00:00Z']]],
  ['the zone decides', { zone: 'Asia/Jayapura' }, [['ID-UU-32', '2026-11-23T06:04:00Z']]],
  [
    'what has no number stands last',
    { right: 'erasure' },
    [
      ['ID-UU-40', '2026-11-23T08:04:00Z'],
      ['ID-UU-43-ERASE', 'no_fixed_period'],
    ],
  ],
  ['holidays of the member state', { place: 'FR', date: '2026-06-14' }, [['EU-GDPR-12-3', '2026-07-15']]],
  ['no such holiday next door', { place: 'DE-BE', date: '2026-06-14' }, [['EU-GDPR-12-3', '2026-07-14']]],
  ['a year without a list', { place: 'FR', date: '2029-06-14' }, [['EU-GDPR-12-3', 'calendar_year_missing', '2029']]],
  [
    'California, the earliest first',
    { place: 'US-CA' },
    [
      ['US-CA-ACK', '2026-12-07'],
      ['US-CA-45', '2027-01-04'],
    ],
  ],
  ['no clock at all', { place: 'JP', right: 'portability' }, []],
])('%s', (_, change, expected) => expect(dues(change)).toEqual(expected))

test.each<[string, string, Partial<Record<keyof typeof asked, string>>]>([
  ['right', 'choose_one', { right: '' }],
  ['place', 'choose_one', { place: 'constructor' }],
  ['date', 'missing', { date: '' }],
  ['date', 'not_a_date', { date: '2026-02-30' }],
  ['date', 'out_of_range', { date: '1969-12-30' }],
  ['date', 'out_of_range', { date: '2101-01-02' }],
  ['time', 'not_a_time', { time: '24:00' }],
  ['time', 'not_a_time', { time: '15:04:05.5' }],
  ['zone', 'unknown_zone', { zone: 'Asia/Atlantis' }],
  ['zone', 'unknown_zone', { zone: '+07:00' }],
])('%s: %s', (field, reason, change) => {
  expect(calculate({ ...asked, ...change })).toEqual({ ok: false, faults: [{ field, reason }] })
})

test('nothing typed: each field that is needed is named once', () => {
  const answer = calculate({})
  expect(answer.ok ? [] : answer.faults.map(({ field }) => field)).toEqual(['right', 'place', 'date', 'zone'])
})

test('whatever may be chosen has an answer', () => {
  const choice = fc.record({
    right: fc.constantFrom(...RIGHTS),
    place: fc.constantFrom(...PLACES),
    zone: fc.constantFrom(...CALCULATOR_ZONES),
    date: fc.date({ min: new Date('1971-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }),
    time: fc.constantFrom('', '00:00', '02:30', '23:59'),
  })
  const property = fc.property(choice, (given) => {
    expect(calculate({ ...given, date: given.date.toISOString().slice(0, 10) }).ok).toBe(true)
  })
  fc.assert(property, { numRuns: 300 })
})
