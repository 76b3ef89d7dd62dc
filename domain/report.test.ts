import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { onTimeRate, ReportQuery, reportAddress, reportPeriod } from './report.ts'

const NOW = Temporal.Instant.from('2026-11-30T17:30:00Z') // already December in Jakarta
const period = (said: object, zone = 'Asia/Jakarta') => {
  const { from, to, startAt, endAt } = reportPeriod(ReportQuery.parse(said), NOW, zone)
  return [from, to, startAt.toString(), endAt.toString()]
}

test('twelve months up to this one, in local months', () => {
  expect(period({})).toEqual(['2026-01', '2026-12', '2025-12-31T17:00:00Z', '2026-12-31T17:00:00Z'])
  expect(period({}, 'UTC')).toEqual(['2025-12', '2026-11', '2025-12-01T00:00:00Z', '2026-12-01T00:00:00Z'])
})

test('months as said, in either order; what cannot be read is not said', () => {
  expect(period({ from: '2026-03', to: '2026-03' }).slice(0, 2)).toEqual(['2026-03', '2026-03'])
  expect(period({ from: '2026-09', to: '2026-02' }).slice(0, 2)).toEqual(['2026-02', '2026-09'])
  expect(period({ from: '2026-13', to: '1999-01' })).toEqual(period({}))
  expect(period({ to: '2026-06' }).slice(0, 2)).toEqual(['2025-07', '2026-06'])
})

test('no share of nothing', () => {
  expect([onTimeRate({ onTime: 0, late: 0 }), onTimeRate({ onTime: 3, late: 1 })]).toEqual([null, 0.75])
})

test('an address says only what was said', () => {
  expect(reportAddress(ReportQuery.parse({ by: 'month', from: '2026-02' }))).toBe('/desk/reports?by=month&from=2026-02')
})
