import { describe, expect, test } from 'vitest'
import { answerJson, explainVector, vectorsIn } from './vector.ts'

const access = { clock: 'ID-UU-32', tz: 'Asia/Jakarta', start: { at: '2026-11-20T15:04:00+07:00' } }
const promise = { clock: 'CT-DALANG-14D', tz: 'Asia/Jakarta', start: { at: '2026-11-20T15:04:00+07:00' } }

test('one vector, an array, a case and a file answer in the same places', () => {
  const answer = {
    deadline_utc: '2026-11-23T08:04:00Z',
    boundary: 'inclusive',
    state: 'running',
    flags: [],
    conservative_deadline_utc: '2026-11-23T08:04:00Z',
  }
  expect(answerJson(access)).toEqual(answer)
  expect(answerJson([access])).toEqual([answer])
  const order = ['ID-UU-32', 'CT-DALANG-14D']
  const inCase = { id: 'a', vectors: [promise, access] }
  expect(answerJson(inCase)).toMatchObject({ id: 'a', vectors: [{}, answer], binding: 'ID-UU-32', order })
  expect(answerJson({ cases: [inCase] })).toMatchObject([{ id: 'a', order }])
  expect(vectorsIn({ cases: [inCase, access] })).toEqual([promise, access, access])
})

test.each([
  ['2026-11-23T15:04:00+07:00', 'met', true],
  ['2026-11-23T15:04:01+07:00', 'breached', false],
])('completed at %s it is %s', (at, state, onTime) => {
  expect(answerJson({ ...access, completed: { at } })).toMatchObject({ state, on_time: onTime })
  expect(answerJson({ ...access, completed: at })).toMatchObject({ state, on_time: onTime })
})

describe('bad input names the field as the JSON calls it', () => {
  test.each([
    [{ clock: 'ID-NONE' }, 'clock', 'unknown_clock'],
    [{ tz: 'Asia/Atlantis' }, 'tz', 'unknown_zone'],
    [{ calendar: 'MOON' }, 'calendar', 'unknown_calendar'],
    [{ start: {} }, 'start.at', 'start_required'],
    [{ start: { ...access.start, date: '2026-11-20' } }, 'start.date', 'start_given_twice'],
    [{ start: { at: '1969-12-31T23:59:59Z' } }, 'start.at', 'out_of_range'],
    [{ start: { at: '2101-01-01T00:00:00Z' } }, 'start.at', 'out_of_range'],
    [{ completed: '2026-11-20T15:03:59+07:00' }, 'completed', 'before_start'],
    [{ extension: { notified_at: '2026-11-21T00:00:00Z' } }, 'extension', 'not_extendable'],
    [{ pauses: [{ reason: 'x', from: '2026-11-22T00:00:00Z', to: '2026-11-21T00:00:00Z' }] }, 'pauses[0].to', ''],
    [{ pauses: [{ reason: 'x', from: '2026-11-19T00:00:00Z' }] }, 'pauses[0].from', 'before_start'],
    [{ completed: '2101-01-01T00:00:00Z' }, 'completed', 'out_of_range'],
    [
      {
        clock: 'EU-GDPR-12-3',
        calendar: 'FR',
        completed: '2026-11-21T00:00:00Z',
        extension: { notified_at: '2026-11-21T00:00:01Z' },
      },
      'extension.notified_at',
      'already_closed',
    ],
    [{ pauses: [{ reason: 'x', from: 'soon' }] }, 'pauses[0].from', 'expected an instant'],
    [{ start: { at: 'yesterday' } }, 'start.at', 'expected an instant'],
    [{ start: { at: '2026-11-20T15:04:00' } }, 'start.at', 'expected an instant'],
    [{ start: { date: '2026-02-30' } }, 'start.date', 'expected a date'],
    [{ clock: 7 }, 'clock', 'expected string'],
  ])('%j', (change, field, reason) => {
    const answer = answerJson({ ...access, ...change })
    expect(answer).toMatchObject({ error: { field, reason: expect.stringContaining(reason) } })
    expect(explainVector({ ...access, ...change }, 'en')).toMatchObject(
      field === 'completed' ? {} : { ok: false, field },
    )
  })
  test('overlapping pauses', () => {
    const pauses = [
      { reason: 'x', from: '2026-11-21T00:00:00Z', to: '2026-11-23T00:00:00Z' },
      { reason: 'x', from: '2026-11-22T00:00:00Z' },
    ]
    expect(answerJson({ ...access, pauses })).toEqual({
      error: { field: 'pauses[1].from', reason: 'overlapping_pauses' },
    })
  })
  test.each([[null], [7], ['text'], [{}], [{ vectors: 'none' }]])('%j is a refusal, not a fault', (raw) => {
    expect(answerJson(raw)).toHaveProperty('error.field')
  })
  test('a year without its list of holidays says which', () => {
    const late = { clock: 'ID-PP-195-COMPLY', tz: 'Asia/Jakarta', start: { date: '2040-01-02' } }
    expect(answerJson(late)).toEqual({
      error: { field: 'calendar', reason: 'calendar_year_missing', calendar: 'ID-NATIONAL', year: 2040 },
    })
  })
})
