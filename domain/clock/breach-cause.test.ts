import { expect, test } from 'vitest'
import { breachCause, type Standing } from './breach-cause.ts'

const standing: Standing = { status: 'received', isVerified: false, hasOpenQuestion: false, hasFailedTask: false }

test.each<[Partial<Standing>, string]>([
  [{}, 'unverified'],
  [{ status: 'lapsed' }, 'unverified'],
  [{ status: 'collecting', isVerified: true }, 'collecting'],
  [{ status: 'collecting', isVerified: true, hasFailedTask: true }, 'source_failed'],
  [{ status: 'collecting', isVerified: true, hasFailedTask: true, hasOpenQuestion: true }, 'waiting_for_subject'],
  [{ status: 'reviewing', isVerified: true }, 'waiting_for_review'],
  [{ status: 'executing', isVerified: true }, 'executing'],
  [{ status: 'fulfilled', isVerified: true }, 'answer_not_sent'],
  [{ status: 'refused' }, 'answer_not_sent'],
])('%o had the ball with: %s', (change, cause) => {
  expect(breachCause('response_sent', { ...standing, ...change })).toBe(cause)
})

test('a missing acknowledgement has one cause', () => {
  expect(breachCause('acknowledged', { ...standing, hasOpenQuestion: true })).toBe('acknowledgement_not_sent')
})

test('a notice of an erasure that was not sent has one cause', () => {
  expect(breachCause('notice_sent', { ...standing, status: 'executing' })).toBe('notice_not_sent')
})
