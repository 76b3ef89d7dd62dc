import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { computeDeadline } from './deadline.ts'
import type { DeadlineQuery } from './query.ts'

const at = (text: string) => Temporal.Instant.from(text)
const month = { clockId: 'EU-GDPR-12-3', zone: 'Europe/Paris', calendar: 'FR', startAt: at('2026-06-04T08:00:00Z') }
const pause = (from: string, to: string | null) => ({
  reason: 'clarification_requested',
  from: at(from),
  to: to === null ? null : at(to),
})

test.each<[string, string, Partial<DeadlineQuery>]>([
  ['unknown_clock', 'clockId', { clockId: 'ID-UU-99' }],
  ['unknown_zone', 'zone', { zone: 'Asia/Atlantis' }],
  ['unknown_zone', 'zone', { zone: '+07:00' }],
  ['unknown_calendar', 'calendar', { calendar: 'ATLANTIS' }],
  ['start_given_twice', 'startDate', { startDate: Temporal.PlainDate.from('2026-06-04') }],
  ['out_of_range', 'startAt', { startAt: at('1969-12-31T23:59:59Z') }],
  ['out_of_range', 'startAt', { startAt: at('2101-01-01T00:00:00Z') }],
  ['out_of_range', 'pauses[0].to', { pauses: [pause('2026-06-05T00:00:00Z', '2101-01-01T00:00:00Z')] }],
  ['before_start', 'pauses[0].from', { pauses: [pause('2026-06-04T07:59:59Z', null)] }],
  ['before_start', 'extension.notifiedAt', { extension: { notifiedAt: at('2026-06-04T07:00:00Z') } }],
  ['ends_before_start', 'pauses[0].to', { pauses: [pause('2026-06-06T00:00:00Z', '2026-06-05T00:00:00Z')] }],
  [
    'overlapping_pauses',
    'pauses[0].from',
    { pauses: [pause('2026-06-06T00:00:00Z', null), pause('2026-06-05T00:00:00Z', '2026-06-07T00:00:00Z')] },
  ],
  [
    'overlapping_pauses',
    'pauses[1].from',
    { pauses: [pause('2026-06-05T00:00:00Z', null), pause('2026-06-06T00:00:00Z', null)] },
  ],
  ['not_extendable', 'extension', { clockId: 'ID-UU-32', extension: { notifiedAt: at('2026-06-05T00:00:00Z') } }],
  ['contract_days_out_of_range', 'contractDays', { clockId: 'CT-RESPONSE-DAYS', contractDays: 0 }],
  ['contract_days_out_of_range', 'contractDays', { clockId: 'CT-RESPONSE-DAYS' }],
])('%s names %s', (reason, field, change) => {
  expect(computeDeadline({ ...month, ...change })).toMatchObject({ ok: false, reason, field })
})

test('a start and a member state are needed', () => {
  const { startAt, calendar, ...bare } = month
  expect(computeDeadline({ ...bare, calendar })).toMatchObject({ reason: 'start_required', field: 'startAt' })
  expect(computeDeadline({ ...bare, startAt })).toMatchObject({ reason: 'calendar_required', field: 'calendar' })
})

test.each([
  ['ID-PP-64-INDIRECT', 'ID-NATIONAL', '2027-12-01T00:00:00Z', 2028],
  ['POL-ID-VERIFY', 'ID-NATIONAL+JOINT', '2025-12-30T00:00:00Z', 2025],
  ['SG-ACCESS-30', 'SG', '2028-12-15T00:00:00Z', 2029],
])('%s fails closed in a year without a list', (clockId, calendar, start, year) => {
  const refusal = { ok: false, reason: 'calendar_year_missing', field: 'calendar', calendar, year }
  expect(computeDeadline({ clockId, zone: 'Asia/Jakarta', startAt: at(start) })).toEqual(refusal)
})
