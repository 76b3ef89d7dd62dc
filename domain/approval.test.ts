import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type Actor, STAFF_ROLES } from './actor.ts'
import { decideApproval } from './approval.ts'
import { RIGHTS, STATUSES } from './request.ts'
import { decideSendBack, decideSubmission, nextAction, type ReviewFacts } from './review.ts'

const now = Temporal.Instant.from('2026-11-20T08:00:00Z')
const controllerId = 'c'
const staff = (role: (typeof STAFF_ROLES)[number], userId = 'second', controllerIds: string[] = []): Actor => ({
  kind: 'staff',
  controllerId,
  userId,
  role,
  controllerIds,
})
const ready: Parameters<typeof decideApproval>[1] = {
  controllerId,
  status: 'reviewing',
  right: 'erasure',
  identityProved: true,
  contactOnFile: true,
  sources: [{ answered: true, blockingObstacles: 0 }],
  corrections: { proposed: 0, open: 0 },
  correctionsSeen: false,
  submittedBy: 'first',
  formerDeciderId: null,
  cancelWindowMinutes: 60,
  ground: 'request',
  settings: { zone: 'Asia/Jakarta', contractDays: 14, jurisdictions: ['ID'] },
}
const reason = (result: { ok: boolean; reason?: string }) => (result.ok ? 'ok' : result.reason)

test('an erasure waits for its cancel window, anything else goes out at once', () => {
  const at = (right: ReviewFacts['right']) => {
    const decided = decideApproval(staff('lead'), { ...ready, right }, now)
    return decided.ok && decided.value.executeAfter.since(now).total('minutes')
  }
  expect(at('erasure')).toBe(60)
  expect(at('access')).toBe(0)
})

test.each([
  ['the one who asked', { submittedBy: 'second' }, 'same_person'],
  ['the one who decided what it appeals', { formerDeciderId: 'second' }, 'decided_before'],
  ['nobody asked', { submittedBy: null }, 'not_submitted'],
  ['identity open', { identityProved: false }, 'identity_not_proved'],
  ['contact on no file', { contactOnFile: false }, 'contact_not_on_file'],
  ['contact unknown', { contactOnFile: null }, 'contact_not_on_file'],
  ['no source at all', { sources: [] }, 'no_source'],
  [
    'a source failed',
    {
      sources: [
        { answered: true, blockingObstacles: 0 },
        { answered: false, blockingObstacles: 0 },
      ],
    },
    'source_not_answered',
  ],
  ['a correction that no source was asked about', { corrections: { proposed: 1, open: 1 } }, 'correction_open'],
  [
    'corrections that this person has not looked at',
    { corrections: { proposed: 1, open: 0 } },
    'corrections_not_opened',
  ],
  ['an obstacle', { sources: [{ answered: true, blockingObstacles: 1 }] }, 'obstacle_open'],
  ['another controller', { controllerId: 'other' }, 'not_allowed'],
])('is refused: %s', (_, change, expected) => {
  expect(reason(decideApproval(staff('lead'), { ...ready, ...change }, now))).toBe(expected)
})

test.each([
  ['agent', 'not_allowed', 'ok'],
  ['reviewer', 'ok', 'ok'],
  ['lead', 'ok', 'ok'],
  ['auditor', 'not_allowed', 'not_allowed'],
  ['admin', 'not_allowed', 'not_allowed'],
] as const)('%s: approving %s, submitting %s', (role, approving, submitting) => {
  expect(reason(decideApproval(staff(role), ready, now))).toBe(approving)
  expect(reason(decideSubmission(staff(role), { ...ready, submittedBy: null }))).toBe(submitting)
  expect(reason(decideSendBack(staff(role), ready))).toBe(submitting)
})

test('whatever the request looks like, nobody releases what they submitted, and only from review', () => {
  const facts = fc.record({
    status: fc.constantFrom(...STATUSES),
    right: fc.constantFrom(...RIGHTS),
    identityProved: fc.boolean(),
    contactOnFile: fc.option(fc.boolean()),
    submittedBy: fc.option(fc.constantFrom('first', 'second')),
    role: fc.constantFrom(...STAFF_ROLES),
  })
  fc.assert(
    fc.property(facts, ({ role, ...change }) => {
      const decided = decideApproval(staff(role), { ...ready, ...change }, now)
      if (!decided.ok) return true
      return change.submittedBy === 'first' && change.status === 'reviewing' && change.contactOnFile === true
    }),
  )
})

test('the header names one next action', () => {
  const facts = { ...ready, failedSources: 0 }
  expect(nextAction(staff('reviewer'), { ...facts, submittedBy: null })).toBe('submit')
  expect(nextAction(staff('reviewer'), facts)).toBe('approve')
  expect(nextAction(staff('reviewer', 'first'), facts)).toBeNull()
  expect(nextAction(staff('agent'), facts)).toBeNull()
  expect(nextAction(staff('agent'), { ...facts, contactOnFile: false })).toBe('look')
  expect(nextAction(staff('agent'), { ...facts, status: 'collecting', failedSources: 1 })).toBe('retry')
  expect(nextAction(staff('agent'), { ...facts, right: 'rectification', status: 'executing' })).toBe('answer')
  expect(nextAction(staff('auditor'), facts)).toBeNull()
  expect(nextAction(staff('lead'), { ...facts, status: 'fulfilled' })).toBeNull()
})
