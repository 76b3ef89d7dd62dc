import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { ERASURE_GROUNDS, type ErasureGround, isNoticedBefore } from '../erasure-ground.ts'
import { type ClockSettings, startErasureClocks } from './applicable.ts'
import { decideErasureNotice, executionAfterNotice, isPriorNotice, planErasure } from './erasure-notice.ts'

const at = (text: string) => Temporal.Instant.from(text)
const shop: ClockSettings = { zone: 'Asia/Jakarta', contractDays: 14, jurisdictions: ['ID'] }
const plan = (ground: ErasureGround, approvedAt: string, windowHours = 2, settings = shop) => {
  const { executeAfter, notices } = planErasure(
    settings,
    ground,
    at(approvedAt).add({ hours: windowHours }),
    at(approvedAt),
  )
  return [executeAfter.toString(), ...notices.map(({ clockId, dueAt }) => `${clockId} ${dueAt.toString()}`)]
}

describe('when an approved erasure may be carried out', () => {
  test('the law of notices applies to erasures planned from 16 January 2027, local time', () => {
    expect(plan('purpose_ended', '2027-01-15T14:59:59Z')).toEqual(['2027-01-15T16:59:59Z'])
    expect(plan('purpose_ended', '2027-01-15T15:00:00Z')).toEqual([
      '2027-01-18T16:00:00Z',
      'ID-PP-87-PRENOTICE 2027-01-15T16:00:00Z',
    ])
  })

  test('the controller’s own zone says when that day begins', () => {
    const papua = { ...shop, zone: 'Asia/Jayapura' }
    expect(plan('unlawful', '2027-01-15T14:59:59Z', 0, papua)).toHaveLength(1)
    expect(plan('unlawful', '2027-01-15T15:00:00Z', 0, papua)).toHaveLength(2)
  })

  test.each(ERASURE_GROUNDS.map((ground) => [ground, isNoticedBefore(ground)] as const))(
    'on the ground %s the subject hears of it beforehand: %s',
    (ground, noticed) => {
      expect(plan(ground, '2027-02-01T03:00:00Z')[0]).toBe(noticed ? '2027-02-04T04:00:00Z' : '2027-02-01T05:00:00Z')
    },
  )

  test('what the subject or consent asked for is told only afterwards (PP 33/2026 art. 87(4))', () => {
    expect(ERASURE_GROUNDS.filter((ground) => !isNoticedBefore(ground))).toEqual(['request', 'consent_withdrawn'])
  })

  test('a cancel window that is longer than the notice stays', () => {
    expect(plan('retention_ended', '2027-02-01T03:00:00Z', 100)).toEqual([
      '2027-02-05T07:00:00Z',
      'ID-PP-87-PRENOTICE 2027-02-02T07:00:00Z',
    ])
  })

  test('where Indonesian law does not apply nothing waits', () => {
    expect(plan('no_case', '2027-02-01T03:00:00Z', 2, { ...shop, jurisdictions: ['EU'], memberState: 'FR' })).toEqual([
      '2027-02-01T05:00:00Z',
    ])
  })

  test('never before the window, nor earlier than three days after any notice handed over since approval', () => {
    const minutes = fc.integer({ min: 0, max: 60 * 24 * 400 })
    fc.assert(
      fc.property(minutes, fc.integer({ min: 0, max: 10_000 }), minutes, (after, window, delay) => {
        const approvedAt = at('2026-11-20T08:00:00Z').add({ minutes: after })
        const windowEndsAt = approvedAt.add({ minutes: window })
        const { executeAfter, notices } = planErasure(shop, 'purpose_ended', windowEndsAt, approvedAt)
        expect(Temporal.Instant.compare(executeAfter, windowEndsAt)).toBeGreaterThanOrEqual(0)
        const noticedAt = approvedAt.add({ minutes: delay, seconds: 7 })
        for (const notice of notices) {
          const executed = executionAfterNotice(executeAfter, notice, noticedAt)
          expect(executed.since(noticedAt).total('hours')).toBeGreaterThanOrEqual(72)
          expect(Temporal.Instant.compare(executed, executeAfter)).toBeGreaterThanOrEqual(0)
        }
      }),
    )
  })

  test('only a late notice moves the erasure', () => {
    const [planned, latest] = [at('2027-02-04T04:00:00Z'), at('2027-02-01T04:00:00Z')]
    const moved = (noticedAt: string) =>
      executionAfterNotice(planned, { startAt: planned, dueAt: latest }, at(noticedAt)).toString()
    expect(moved('2027-02-01T04:00:00Z')).toBe('2027-02-04T04:00:00Z')
    expect(moved('2027-02-01T04:00:01Z')).toBe('2027-02-04T04:01:00Z')
    expect(moved('2027-02-02T09:30:00Z')).toBe('2027-02-05T09:30:00Z')
  })
})

test('the time to tell the subject afterwards runs from the erasure, where that law is in force', () => {
  const started = (executedAt: string, settings = shop) =>
    startErasureClocks(settings, 'erasure_executed', at(executedAt)).map(({ clockId, dueAt }) => [
      clockId,
      String(dueAt),
    ])
  expect(started('2027-01-15T16:59:59Z')).toEqual([])
  expect(started('2027-01-15T17:00:00Z')).toEqual([['ID-PP-87-NOTICE', '2027-01-18T17:00:00Z']])
  expect(started('2027-02-01T00:00:00Z', { ...shop, jurisdictions: [] })).toEqual([])
})

test('which clocks are those of a notice beforehand', () => {
  expect(['ID-PP-87-PRENOTICE', 'ID-PP-87-NOTICE', 'ID-UU-32', 'NO-SUCH'].filter(isPriorNotice)).toEqual([
    'ID-PP-87-PRENOTICE',
  ])
})

test('the subject is told only after everybody who got the data was', () => {
  const now = at('2027-02-01T03:00:00Z')
  const decide = (...told: (string | null)[]) =>
    decideErasureNotice(
      told.map((each) => (each ? at(each) : null)),
      now,
    ).ok
  expect(decide()).toBe(true)
  expect(decide('2027-02-01T02:59:59.999Z')).toBe(true)
  expect(decide('2027-02-01T03:00:00Z')).toBe(false)
  expect(decide('2027-02-01T02:00:00Z', null)).toBe(false)
})
