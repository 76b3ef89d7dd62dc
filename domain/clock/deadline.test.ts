import { Temporal } from 'temporal-polyfill'
import { describe, expect, test } from 'vitest'
import { computeDeadline } from './deadline.ts'
import { isOnTime } from './period.ts'
import type { DeadlineQuery } from './query.ts'

const at = (text: string) => Temporal.Instant.from(text)
const paris = { zone: 'Europe/Paris', calendar: 'FR' }
const california = { zone: 'America/Los_Angeles' }

function deadlineOf(query: DeadlineQuery) {
  const result = computeDeadline(query)
  if (!result.ok) throw new Error(`${result.reason} ${result.field}`)
  const { dueAt, conservativeDueAt, startAt, ...rest } = result.value
  return { dueAt: dueAt?.toString() ?? null, conservative: conservativeDueAt?.toString() ?? null, ...rest }
}
const dueOf = (clockId: string, zone: string, start: string, more: Partial<DeadlineQuery> = {}) =>
  deadlineOf({ clockId, zone, startAt: at(start), ...more }).dueAt

describe('each unit, worked by hand', () => {
  test.each([
    ['72 running hours', 'ID-UU-32', 'Asia/Jakarta', '2026-11-20T15:04:00+07:00', '2026-11-23T08:04:00Z'],
    [
      '72 hours over the end of summer time',
      'EU-GDPR-33',
      'Europe/Berlin',
      '2026-10-24T12:00:00+02:00',
      '2026-10-27T10:00:00Z',
    ],
    [
      'the last second of a day in Jayapura',
      'CT-ACK-SAMEDAY',
      'Asia/Jayapura',
      '2026-05-04T23:59:59+09:00',
      '2026-05-04T15:00:00Z',
    ],
    [
      'the first second of a day in Jayapura',
      'CT-ACK-SAMEDAY',
      'Asia/Jayapura',
      '2026-05-05T00:00:00+09:00',
      '2026-05-05T15:00:00Z',
    ],
    [
      'the first second of a day in Makassar',
      'CT-ACK-SAMEDAY',
      'Asia/Makassar',
      '2026-05-05T00:00:00+08:00',
      '2026-05-05T16:00:00Z',
    ],
    [
      'a midnight that summer time skips',
      'CT-ACK-SAMEDAY',
      'Africa/Cairo',
      '2026-04-23T12:00:00+02:00',
      '2026-04-23T22:00:00Z',
    ],
    [
      'a last hour that happens twice',
      'CT-ACK-SAMEDAY',
      'Africa/Cairo',
      '2026-10-29T23:30:00+03:00',
      '2026-10-29T22:00:00Z',
    ],
    ['14 days over 29 February', 'CT-DALANG-14D', 'Asia/Jakarta', '2028-02-20T10:00:00+07:00', '2028-03-05T17:00:00Z'],
    ['30 days are not a month', 'CT-QE-30D', 'Asia/Makassar', '2027-01-31T10:00:00+08:00', '2027-03-02T16:00:00Z'],
    [
      'the day of knowledge is day 1',
      'JP-BREACH-PRELIM',
      'Asia/Tokyo',
      '2026-11-20T10:00:00+09:00',
      '2026-11-24T15:00:00Z',
    ],
    [
      '10 business days over Veterans Day',
      'US-CA-ACK',
      'America/Los_Angeles',
      '2026-11-06T09:00:00-08:00',
      '2026-11-24T08:00:00Z',
    ],
    ['24 months', 'US-CA-RECORD', 'America/Los_Angeles', '2028-02-29T09:00:00-08:00', '2030-03-01T08:00:00Z'],
    [
      'at least 72 hours before',
      'ID-PP-87-PRENOTICE',
      'Asia/Jakarta',
      '2027-03-01T00:00:00+07:00',
      '2027-02-25T17:00:00Z',
    ],
    ['30 full days of notice', 'CT-SUBPROC-30D', 'Asia/Jakarta', '2026-11-20T10:00:00+07:00', '2026-12-20T17:00:00Z'],
    [
      'notice, then the next business morning',
      'CT-AUDIT-30D',
      'Asia/Jakarta',
      '2026-11-23T10:00:00+07:00',
      '2026-12-28T02:00:00Z',
    ],
    [
      'a Sunday and the holiday after it (Singapore)',
      'SG-ACCESS-30',
      'Asia/Singapore',
      '2026-10-09T10:00:00+08:00',
      '2026-11-10T16:00:00Z',
    ],
    [
      'a Saturday stays (Singapore)',
      'SG-ACCESS-30',
      'Asia/Singapore',
      '2026-06-11T10:00:00+08:00',
      '2026-07-11T16:00:00Z',
    ],
  ])('%s', (_, clockId, zone, start, due) => {
    expect(dueOf(clockId, zone, start)).toBe(due)
  })

  test('joint leave counts as a working day by statute and not by contract', () => {
    const start = '2027-03-05T09:00:00+07:00'
    const one = { startAt: at(start), clockId: 'POL-ID-VERIFY', zone: 'Asia/Jakarta' }
    expect(deadlineOf({ ...one, calendar: 'ID-NATIONAL' }).dueLocalDate).toBe('2027-03-09')
    expect(deadlineOf(one).dueLocalDate).toBe('2027-03-16')
  })
})

describe('a month (GDPR art. 12(3), Regulation 1182/71)', () => {
  test.each([
    [
      '31 January ends on a Sunday, 28 February: the next working day',
      '2027-01-31T10:00:00+01:00',
      '2027-03-01T23:00:00Z',
      '2027-02-28T23:00:00Z',
    ],
    ['31 January of a leap year', '2028-01-31T10:00:00+01:00', '2028-02-29T23:00:00Z', '2028-02-29T23:00:00Z'],
    ['Ascension Day', '2026-04-14T10:00:00+02:00', '2026-05-15T22:00:00Z', '2026-05-14T22:00:00Z'],
  ])('%s', (_, start, dueAt, conservative) => {
    expect(deadlineOf({ clockId: 'EU-GDPR-12-3', ...paris, startAt: at(start) })).toMatchObject({ dueAt, conservative })
  })

  const june = { clockId: 'EU-GDPR-12-3', ...paris, startAt: at('2026-06-04T10:00:00+02:00') }
  const question = { reason: 'identity_info_requested', from: at('2026-06-05T10:00:00+02:00') }
  test('a pause is added before the roll', () => {
    const pauses = [{ ...question, to: at('2026-06-07T23:00:00+02:00') }]
    expect(deadlineOf({ ...june, pauses })).toMatchObject({
      dueAt: '2026-07-06T22:00:00Z',
      conservative: '2026-07-04T22:00:00Z',
      flags: [],
    })
  })
  test('a pause is counted in local days, whatever the day in UTC', () => {
    const counted = dueOf('EU-GDPR-12-3', 'Europe/Paris', '2026-06-09T10:00:00+02:00', {
      calendar: 'WEEKENDS-ONLY',
      pauses: [{ ...question, from: at('2026-06-10T22:30:00Z'), to: at('2026-06-12T21:30:00Z') }],
    })
    expect(counted).toBe('2026-07-10T22:00:00Z')
  })
  test('while a pause is open there is no legal date, only the unpaused one', () => {
    expect(deadlineOf({ ...june, pauses: [{ ...question, to: null }] })).toMatchObject({
      state: 'paused',
      dueAt: null,
      dueLocalDate: null,
      conservative: '2026-07-04T22:00:00Z',
    })
  })
  test.each([
    ['asked on the seventh day', '2026-06-11T23:59:00+02:00', []],
    ['asked on the eighth day', '2026-06-12T00:00:00+02:00', ['pause_ignored']],
  ])('%s', (_, from, flags) => {
    const pauses = [{ ...question, from: at(from), to: at('2026-06-20T10:00:00+02:00') }]
    expect(deadlineOf({ ...june, pauses }).flags).toEqual(flags)
  })

  test('a question that the law does not name stops nothing', () => {
    const pauses = [{ ...question, reason: 'holiday', to: at('2026-06-20T10:00:00+02:00') }]
    expect(deadlineOf({ ...june, pauses })).toMatchObject({ dueAt: '2026-07-06T22:00:00Z', flags: ['pause_ignored'] })
  })

  const january = { clockId: 'EU-GDPR-12-3', ...paris, startAt: at('2026-01-31T09:00:00+01:00') }
  test.each([
    ['a second before the base deadline ends', '2026-03-02T22:59:59Z', '2026-04-30T22:00:00Z', []],
    ['at its end', '2026-03-02T23:00:00Z', '2026-03-02T23:00:00Z', ['extension_rejected']],
  ])('three months from the receipt if told %s', (_, notifiedAt, dueAt, flags) => {
    expect(deadlineOf({ ...january, extension: { notifiedAt: at(notifiedAt) } })).toMatchObject({ dueAt, flags })
  })
})

describe('the United Kingdom', () => {
  const august = { clockId: 'UK-12A', zone: 'Europe/London', startAt: at('2026-08-31T10:00:00+01:00') }
  const identity = { reason: 'identity_info_requested', from: at('2026-09-01T10:00:00+01:00') }
  const answered = at('2026-09-10T10:00:00+01:00')
  test.each<[string, Partial<DeadlineQuery>]>([
    ['as a fact', { identityReceivedAt: answered }],
    ['as the answer to a question', { pauses: [{ ...identity, to: answered }] }],
  ])('the month starts again when identity is there, %s', (_, more) => {
    expect(deadlineOf({ ...august, ...more })).toMatchObject({
      dueAt: '2026-10-12T23:00:00Z',
      conservative: '2026-09-30T23:00:00Z',
      flags: [],
    })
  })
  test('it has not started while identity is awaited', () => {
    expect(deadlineOf({ ...august, pauses: [{ ...identity, to: null }] })).toMatchObject({
      state: 'paused',
      dueAt: null,
    })
  })
  test('clarification does not count, however late it was asked', () => {
    const from = at('2026-09-20T10:00:00+01:00')
    const pauses = [{ reason: 'clarification_requested', from, to: at('2026-09-24T10:00:00+01:00') }]
    expect(deadlineOf({ ...august, pauses }).dueLocalDate).toBe('2026-10-05')
  })
  test('a question after the last day revives nothing', () => {
    const pauses = [{ reason: 'clarification_requested', from: at('2026-09-30T23:00:00Z'), to: null }]
    expect(deadlineOf({ ...august, pauses })).toMatchObject({ state: 'running', flags: ['pause_ignored'] })
  })
  test('not before its day in force', () => {
    expect(deadlineOf({ ...august, startAt: at('2026-02-04T23:59:59Z') }).state).toBe('not_in_force')
  })
})

describe('California', () => {
  const march = { clockId: 'US-CA-45', ...california, startAt: at('2026-03-01T12:00:00-08:00') }
  test('day 45 is due, day 44 conservative, over the start of summer time', () => {
    expect(deadlineOf(march)).toMatchObject({ dueAt: '2026-04-16T07:00:00Z', conservative: '2026-04-15T07:00:00Z' })
  })
  test('90 days in all, and verification stops nothing', () => {
    const pauses = [{ reason: 'identity_info_requested', from: at('2026-03-02T12:00:00Z'), to: null }]
    const extended = deadlineOf({ ...march, pauses, extension: { notifiedAt: at('2026-04-01T00:00:00Z') } })
    expect(extended).toMatchObject({ dueAt: '2026-05-31T07:00:00Z', flags: ['pause_ignored'] })
  })
})

describe('Indonesia', () => {
  const wib = { zone: 'Asia/Jakarta' }
  test('PP 33/2026 applies from the first second of 16 January 2027 in the controller’s zone', () => {
    const executed = (start: string) => deadlineOf({ clockId: 'ID-PP-87-NOTICE', ...wib, startAt: at(start) })
    expect(executed('2027-01-15T16:59:59Z')).toMatchObject({ state: 'not_in_force', dueAt: null, conservative: null })
    expect(executed('2027-01-15T17:00:00Z')).toMatchObject({ state: 'running', dueAt: '2027-01-18T17:00:00Z' })
  })
  test('some duties have no number', () => {
    const erasure = deadlineOf({ clockId: 'ID-UU-43-ERASE', ...wib, startAt: at('2026-11-20T00:00:00Z') })
    expect(erasure).toMatchObject({ state: 'no_fixed_period', dueAt: null, boundary: null })
  })
  test('the copy clock starts when receipt and verification are both there', () => {
    const copy = { clockId: 'ID-PP-78-COPY', ...wib, startAt: at('2027-05-03T01:00:00Z') }
    expect(deadlineOf(copy)).toMatchObject({ state: 'paused', dueAt: null, flags: ['awaiting_verification'] })
    expect(deadlineOf({ ...copy, verifiedAt: at('2027-05-04T02:00:00Z') })).toMatchObject({
      dueAt: '2027-05-07T02:00:00Z',
      conservative: '2027-05-06T01:00:00Z',
    })
    expect(deadlineOf({ ...copy, verifiedAt: at('2027-05-01T02:00:00Z') }).dueAt).toBe('2027-05-06T01:00:00Z')
  })
  test('a paper slip without an hour starts at local midnight', () => {
    const paper = { clockId: 'ID-UU-30', zone: 'Asia/Jayapura', startDate: Temporal.PlainDate.from('2026-12-31') }
    expect(deadlineOf(paper)).toMatchObject({ dueAt: '2027-01-02T15:00:00Z', flags: ['start_time_assumed'] })
  })
  test('processors hear of an erasure before the subject does', () => {
    const executed = { clockId: 'ID-PP-87-NOTICE', ...wib, startAt: at('2027-04-01T00:00:00Z') }
    const told = { subjectNotifiedAt: at('2027-04-01T05:00:00Z') }
    const before = { processorInstructedAt: at('2027-04-01T04:59:59Z') }
    expect(deadlineOf({ ...executed, ...told, ...before }).flags).toEqual([])
    const tooLate = [undefined, told.subjectNotifiedAt, at('2027-04-01T06:00:00Z')]
    for (const processorInstructedAt of tooLate)
      expect(
        deadlineOf({ ...executed, ...told, ...(processorInstructedAt && { processorInstructedAt }) }).flags,
        String(processorInstructedAt),
      ).toEqual(['processor_not_instructed_first'])
  })
})

test('a breach keeps the date counted from the first suspicion in sight', () => {
  const breach = { clockId: 'ID-UU-46-BREACH', zone: 'Asia/Jakarta', startAt: at('2026-11-20T00:00:00Z') }
  expect(deadlineOf({ ...breach, firstSuspectedAt: at('2026-11-18T00:00:00Z') })).toMatchObject({
    dueAt: '2026-11-23T00:00:00Z',
    conservative: '2026-11-21T00:00:00Z',
  })
})

test('what is on time at the very instant', () => {
  const due = at('2026-11-20T00:00:00Z')
  const verdicts = (['inclusive', 'exclusive', 'not_before'] as const).map((boundary) => isOnTime(boundary, due, due))
  expect(verdicts).toEqual([true, false, true])
})
