import { describe, expect, test } from 'vitest'
import { CLOCKS } from './catalogue.ts'
import { explainVector } from './vector.ts'

const start = { at: '2026-11-20T15:04:00+07:00' }
const access = { clock: 'ID-UU-32', tz: 'Asia/Jakarta', start }
const month = { clock: 'EU-GDPR-12-3', tz: 'Europe/Berlin', calendar: 'DE-BE', start: { at: '2026-11-25T10:00:00Z' } }
const clarification = (from: string, to: string | null) => ({ reason: 'clarification_requested', from, to })

const explain = (vector: object, locale: 'id' | 'en' = 'en') => {
  const said = explainVector(vector, locale)
  return said.ok ? said.value : [said.reason]
}

test('running hours, in both languages', () => {
  expect(explain(access).slice(1)).toEqual([
    'Counted from Friday, 20 November 2026, 15:04 WIB.',
    '72 running hours, weekends and holidays included.',
    'Due Monday, 23 November 2026, 15:04 WIB; that very instant is still on time.',
  ])
  expect(explain(access, 'id').slice(1)).toEqual([
    'Dihitung sejak Jumat, 20 November 2026 pukul 15.04 WIB.',
    '72 jam berjalan, termasuk akhir pekan dan hari libur.',
    'Tenggat: Senin, 23 November 2026 pukul 15.04 WIB; tepat pada saat itu masih tepat waktu.',
  ])
})

test('the law, its article and how sure the text is come first', () => {
  expect(explain(access)[0]).toMatch(/UU PDP art\. 32 \((checked against|from a second)/)
})

test('a promise is not called law, though its text was checked', () => {
  expect(explain({ clock: 'CT-DALANG-14D', tz: 'Asia/Jakarta', start })[0]).toContain('a promise or policy, not a law')
})

test('the last day of a count is not mistaken for its first', () => {
  expect(explain({ clock: 'CT-DALANG-14D', tz: 'Asia/Jakarta', start })[2]).toBe(
    '14 calendar days, from the next day on; the last is Friday, 4 December 2026.',
  )
})

test('a clock that waits for proof of identity has not begun, and is not called paused', () => {
  const copy = { clock: 'ID-PP-78-COPY', tz: 'Asia/Jakarta', start: { at: '2027-03-20T10:00:00+07:00' } }
  expect(explain(copy)[2]).toBe('This period starts once identity is proved; until then there is no deadline.')
})

test('a law that is not in force yet says from which day, in words', () => {
  expect(explain({ clock: 'ID-PP-87-PRENOTICE', tz: 'Asia/Jakarta', start }, 'id').at(-1)).toBe(
    'Ketentuan ini baru berlaku mulai Sabtu, 16 Januari 2027.',
  )
})

describe('a question', () => {
  const asked = '2026-11-21T10:00:00Z'
  test('does not stop a clock whose law has no pause', () => {
    expect(explain({ ...access, pauses: [clarification(asked, null)] })).toContain(
      'The question asked on Saturday, 21 November 2026, 17:00 WIB does not stop this clock.',
    )
  })
  test('stops the clock of a law that pauses, and the days are said', () => {
    const uk = { clock: 'UK-12A', tz: 'Europe/London', start: { at: '2026-11-02T10:00:00Z' } }
    const steps = explain({ ...uk, pauses: [clarification('2026-11-04T10:00:00Z', '2026-11-09T10:00:00Z')] })
    expect(steps).toContain(
      'Paused from Wednesday, 4 November 2026, 10:00 UTC to Monday, 9 November 2026, 10:00 UTC: 5 days.',
    )
    expect(steps).toContain('Pauses add 5 days: Monday, 7 December 2026.')
  })
  test('asked too late it does not', () => {
    const uk = { clock: 'UK-12A', tz: 'Europe/London', start: { at: '2026-11-02T10:00:00Z' } }
    const late = clarification('2027-01-04T10:00:00Z', '2027-01-05T10:00:00Z')
    expect(explain({ ...uk, pauses: [late] })).toContain(
      'The question asked on Monday, 4 January 2027, 10:00 UTC does not stop this clock.',
    )
  })
  test('left open there is no deadline, and the explanation says so', () => {
    const uk = { clock: 'UK-12A', tz: 'Europe/London', start: { at: '2026-11-02T10:00:00Z' } }
    const steps = explain({ ...uk, pauses: [clarification('2026-11-04T10:00:00Z', null)] })
    expect(steps).toContain('Paused since Wednesday, 4 November 2026, 10:00 UTC; the pause is still open.')
    expect(steps).toContain('There is no deadline while it is paused.')
  })
  test('about identity moves the start in the United Kingdom', () => {
    const pauses = [{ reason: 'identity_info_requested', from: '2026-11-04T10:00:00Z', to: '2026-11-09T10:00:00Z' }]
    const steps = explain({ clock: 'UK-12A', tz: 'Europe/London', start: { at: '2026-11-02T10:00:00Z' }, pauses })
    expect(steps[3]).toBe('This period starts only on Monday, 9 November 2026, 10:00 UTC.')
    expect(steps[2]).toMatch(/^Identity was asked for on Wednesday, 4 November 2026, 10:00 UTC and received on Monday/)
  })
})

test('a last day at a weekend or on a holiday rolls, and both days are named', () => {
  expect(explain(month).slice(1)).toEqual([
    'Counted from Wednesday, 25 November 2026, 11:00 UTC+1.',
    '1 month, the same date or the last day of a shorter month: Friday, 25 December 2026.',
    'Friday, 25 December 2026 is no working day (DE-BE); it moves to Monday, 28 December 2026.',
    'Due by the end of Monday, 28 December 2026.',
    'The safe date on the strictest reading: the end of Friday, 25 December 2026.',
  ])
})

test('a calendar of weekends alone is named in words', () => {
  const sunday = { ...month, calendar: 'WEEKENDS-ONLY', start: { at: '2027-01-31T10:00:00+01:00' } }
  expect(explain(sunday, 'id')).toContain(
    'Minggu, 28 Februari 2027 bukan hari kerja (hanya akhir pekan); bergeser ke Senin, 1 Maret 2027.',
  )
})

test('an extension says whether it came in time', () => {
  const extended = (at: string) => explain({ ...month, extension: { notified_at: at } })
  expect(extended('2026-12-20T10:00:00Z')).toContainEqual(
    expect.stringMatching(/^Extension notified on .* 20 December/),
  )
  expect(extended('2026-12-20T10:00:00Z')).toContainEqual(expect.stringMatching(/^3 months/))
  expect(extended('2026-12-30T10:00:00Z')).toContainEqual(expect.stringContaining('too late'))
})

test('business days name the holidays that were skipped', () => {
  const steps = explain({ clock: 'ID-PP-197-OBJECT', tz: 'Asia/Jakarta', start: { at: '2027-02-25T03:00:00Z' } })
  expect(steps.join('\n')).toMatch(/Holidays skipped \(ID-NATIONAL\): .*March 2027/)
})

test('every clock of the data is explained in both languages, even where there is no period', () => {
  for (const { id } of CLOCKS)
    for (const locale of ['id', 'en'] as const) {
      const vector = { clock: id, tz: 'Asia/Jakarta', start: { at: '2027-02-01T03:00:00Z' } }
      const steps = explain({ ...vector, calendar: 'WEEKENDS-ONLY', contract_days: 21 }, locale)
      expect(steps.length, id).toBeGreaterThan(1)
      expect(
        steps.every((step) => step.endsWith('.')),
        steps.join('\n'),
      ).toBe(true)
    }
})
