import { expect, test } from 'vitest'
import { type Actor, STAFF_ROLES } from './actor.ts'
import { decideRefusal, RefusalWords } from './refusal.ts'
import { STATUSES } from './request.ts'

const staff = (role: (typeof STAFF_ROLES)[number]): Actor => ({
  kind: 'staff',
  controllerId: 'c',
  userId: 'u',
  role,
  controllerIds: [],
})

const request = { controllerId: 'c', status: 'reviewing', formerDeciderId: null } as const

test('can be refused until a second person has approved', () => {
  const refusable = STATUSES.filter((status) => decideRefusal(staff('lead'), { ...request, status }).ok)
  expect(refusable).toEqual(['received', 'verifying', 'collecting', 'reviewing'])
})

test('only reviewers and leads refuse, and only at home', () => {
  const roles = STAFF_ROLES.filter((role) => decideRefusal(staff(role), request).ok)
  expect(roles).toEqual(['reviewer', 'lead'])
  expect(decideRefusal(staff('lead'), { ...request, controllerId: 'other' })).toEqual({
    ok: false,
    reason: 'not_allowed',
  })
})

test('whoever decided a request does not refuse its appeal', () => {
  const appeal = { ...request, formerDeciderId: 'u' }
  expect(decideRefusal(staff('lead'), appeal)).toEqual({ ok: false, reason: 'decided_before' })
})

test('a refusal without an article or an explanation is not one', () => {
  const whole = { code: 'exempt', article: 'UU PDP 15', explanation: 'Karena…' }
  expect(RefusalWords.safeParse(whole).success).toBe(true)
  for (const field of ['code', 'article', 'explanation'])
    expect(RefusalWords.safeParse({ ...whole, [field]: ' ' }).success).toBe(false)
  expect(RefusalWords.safeParse({ ...whole, extra: '1' }).success).toBe(false)
})
