import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { startClocks } from './applicable.ts'
import { CLOCKS } from './catalogue.ts'
import { describeClock, explainClock, formatDueDate, formatInstant, timeLeft } from './wording.ts'

const at = (text: string) => Temporal.Instant.from(text)
const received = at('2026-11-20T08:04:00Z')
const settings = { zone: 'Asia/Jakarta', contractDays: 14, jurisdictions: ['ID', 'EU'], memberState: 'FR' }
const [acknowledgement, access, promise, month] = startClocks(settings, 'access', received)

test('a clock is named and cited in both languages', () => {
  expect(describeClock('ID-UU-32', 'id')).toEqual({ label: 'Akses', cite: 'UU PDP pasal 32' })
  expect(describeClock('CT-DALANG-14D', 'en')).toEqual({ label: 'Full answer', cite: '14-day promise' })
  expect(() => describeClock('ID-UU-99', 'id')).toThrow('ID-UU-99')
})

describe('dates and times', () => {
  test.each([
    ['Asia/Jakarta', 'id', 'Senin, 23 November 2026 pukul 15.04 WIB'],
    ['Asia/Jakarta', 'en', 'Monday, 23 November 2026, 15:04 WIB'],
    ['Asia/Makassar', 'id', 'Senin, 23 November 2026 pukul 16.04 WITA'],
    ['Asia/Jayapura', 'id', 'Senin, 23 November 2026 pukul 17.04 WIT'],
    ['Europe/London', 'en', 'Monday, 23 November 2026, 08:04 UTC'],
    ['Asia/Kolkata', 'en', 'Monday, 23 November 2026, 13:34 UTC+5:30'],
    ['America/Los_Angeles', 'en', 'Monday, 23 November 2026, 00:04 UTC-8'],
  ] as const)('%s, %s', (zone, locale, text) => {
    expect(formatInstant(at('2026-11-23T08:04:59.999Z'), zone, locale)).toBe(text)
  })
  test('a last day is a date', () => {
    expect(formatDueDate('2026-12-04', 'id')).toBe('Jumat, 4 Desember 2026')
    expect(formatDueDate('2026-08-09', 'en')).toBe('Sunday, 9 August 2026')
  })
})

test.each([
  [{ hours: 18, minutes: 59 }, '18 jam lagi', '18 h left'],
  [{ hours: 5, minutes: 40 }, '5 jam 40 menit lagi', '5 h 40 m left'],
  [{ hours: 3 }, '3 jam lagi', '3 h left'],
  [{ minutes: 12, seconds: 59 }, '12 menit lagi', '12 m left'],
  [{ seconds: 20 }, '< 1 menit lagi', '< 1 m left'],
  [{ hours: 72 }, '72 jam lagi', '72 h left'],
  [{ hours: 14 * 24 + 9 }, '14 hari lagi', '14 days left'],
  [{ hours: -2, minutes: -5 }, '2 jam 5 menit terlambat', '2 h 5 m late'],
])('%o', (left, indonesian, english) => {
  expect(timeLeft(received, received.add(left), 'id')).toBe(indonesian)
  expect(timeLeft(received, received.add(left), 'en')).toBe(english)
})

describe('the arithmetic', () => {
  test.each([
    [acknowledgement, 'On the day of receipt, local time. Due by the end of Friday, 20 November 2026.'],
    [
      access,
      '72 running hours from Friday, 20 November 2026, 15:04 WIB, weekends and holidays included. Due by Monday, 23 November 2026, 15:04 WIB.',
    ],
    [promise, '14 calendar days; day 1 is Saturday, 21 November 2026. Due by the end of Friday, 4 December 2026.'],
    [
      month,
      '1 month from Friday, 20 November 2026: the same date, or the last day of a shorter month. Due by the end of Monday, 21 December 2026. A pause, an extension, a weekend or a holiday moved that date.',
    ],
  ])('%#', (clock, text) => {
    expect(clock && explainClock(clock, settings.zone, 'en')).toBe(text)
  })
  test('a promise of any length counts itself', () => {
    const clocks = startClocks({ ...settings, contractDays: 21 }, 'portability', received)
    const own = clocks.find(({ clockId }) => clockId === 'CT-RESPONSE-DAYS')
    expect(own && explainClock(own, settings.zone, 'id')).toBe(
      '21 hari kalender; hari pertama adalah Sabtu, 21 November 2026. Paling lambat akhir hari Jumat, 11 Desember 2026.',
    )
  })
  test('every clock has words for its kind of count', () => {
    for (const { id } of CLOCKS) {
      const clock = { clockId: id, startAt: received, dueAt: received, dueLocalDate: '2026-11-20' }
      expect(explainClock(clock, settings.zone, 'id')).toMatch(/\.$/)
    }
  })
})
