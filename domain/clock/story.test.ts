import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import type { Event } from '../event.ts'
import { dateClock, isMoved, type Moment, storyFrom, storyOf } from './story.ts'

const received = Temporal.Instant.from('2026-11-20T08:04:00Z')
const days = (count: number) => received.add({ hours: 24 * count })
const basis = (clockId: string, calendar: string | null = null) => ({
  clockId,
  zone: 'Asia/Jakarta',
  contractDays: 14,
  calendar,
})
const asked = (questionId: string, about: 'identity' | 'clarification', at: number): Moment => ({
  at: days(at),
  event: { type: 'question.asked', questionId, about },
})
const answered = (questionId: string, at: number): Moment => ({
  at: days(at),
  event: { type: 'question.answered', questionId },
})
const happened = (event: Event, at: number): Moment => ({ at: days(at), event })

test('the story holds who was asked what and when, and that identity was first proved', () => {
  const story = storyOf(received, [
    happened({ type: 'identity.proved', assurance: 'contact_code' }, 1),
    asked('a', 'clarification', 2),
    answered('a', 4),
    answered('unknown', 5),
    asked('b', 'identity', 6),
    happened({ type: 'identity.proved', assurance: 'contact_code' }, 9),
  ])
  expect(story.verifiedAt?.equals(days(1))).toBe(true)
  expect(story.pauses).toEqual([
    { reason: 'clarification_requested', from: days(2), to: days(4) },
    { reason: 'identity_info_requested', from: days(6), to: null },
  ])
})

test('an open question stops the month of the GDPR and no clock of Indonesia', () => {
  const story = storyOf(received, [asked('a', 'clarification', 1)])
  expect(dateClock(basis('EU-GDPR-12-3', 'FR'), story).state).toBe('paused')
  const hours = dateClock(basis('ID-UU-32'), story)
  expect([hours.state, hours.dueAt?.toString(), hours.flags]).toEqual([
    'running',
    '2026-11-23T08:04:00Z',
    ['pause_ignored'],
  ])
})

test('the answer moves the date by the days waited, and an extension counts from the start', () => {
  const due = (...moments: Moment[]) => dateClock(basis('EU-GDPR-12-3', 'FR'), storyOf(received, moments)).dueLocalDate
  expect(due()).toBe('2026-12-21')
  expect(due(asked('a', 'clarification', 1), answered('a', 4))).toBe('2026-12-23')
  expect(due(happened({ type: 'deadline.extended', clockId: 'EU-GDPR-12-3' }, 5))).toBe('2027-02-22')
  expect(due(happened({ type: 'deadline.extended', clockId: 'UK-12A' }, 5))).toBe('2026-12-21')
})

test('a date is moved when it or its running changes, and only then', () => {
  const before = { dueAt: received, state: 'running' }
  expect(isMoved(before, { dueAt: received, state: 'running' })).toBe(false)
  expect(isMoved(before, { dueAt: days(1), state: 'running' })).toBe(true)
  expect(isMoved(before, { dueAt: null, state: 'paused' })).toBe(true)
  expect(isMoved({ ...before, state: 'paused' }, { dueAt: null, state: 'paused' })).toBe(false)
})

test('the same events always give the same date, and an answered question never an earlier one', () => {
  const steps = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 0, maxLength: 6 })
  fc.assert(
    fc.property(steps, (waits) => {
      let at = 0
      const moments = waits.map((wait, index) => {
        at += wait
        return index % 2 === 0 ? asked(`q${index >> 1}`, 'clarification', at) : answered(`q${index >> 1}`, at)
      })
      const story = storyOf(received, moments)
      const clock = dateClock(basis('EU-GDPR-12-3', 'FR'), story)
      expect(dateClock(basis('EU-GDPR-12-3', 'FR'), storyOf(received, moments))).toEqual(clock)
      const plain = dateClock(basis('EU-GDPR-12-3', 'FR'), storyOf(received, []))
      if (clock.dueAt && plain.dueAt)
        expect(Temporal.Instant.compare(clock.dueAt, plain.dueAt)).toBeGreaterThanOrEqual(0)
      else expect(clock.state).toBe('paused')
    }),
  )
})

test('a clock that a later event started counts from that event and knows no pause before it', () => {
  const story = storyOf(received, [asked('a', 'clarification', 2)])
  expect(storyFrom('EU-GDPR-12-3', days(9), story)).toBe(story)
  const later = storyFrom('ID-PP-87-NOTICE', days(90), story)
  expect(String(dateClock(basis('ID-PP-87-NOTICE'), later).dueAt)).toBe(String(days(93)))
  expect(later.pauses).toEqual([])
})
