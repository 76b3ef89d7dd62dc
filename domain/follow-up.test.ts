import { expect, test } from 'vitest'
import { decideFollowUp } from './follow-up.ts'

const done = { right: 'consent_withdrawal', status: 'fulfilled', isFollowed: false, isShredded: false } as const

test('erasure is offered after a withdrawal that was carried out, once, and while it can be read', () => {
  expect(decideFollowUp(done)).toMatchObject({ ok: true })
  expect(decideFollowUp({ ...done, right: 'access' })).toMatchObject({ reason: 'nothing_withdrawn' })
  expect(decideFollowUp({ ...done, status: 'executing' })).toMatchObject({ reason: 'nothing_withdrawn' })
  expect(decideFollowUp({ ...done, status: 'refused' })).toMatchObject({ reason: 'nothing_withdrawn' })
  expect(decideFollowUp({ ...done, isFollowed: true })).toMatchObject({ reason: 'followed_already' })
  expect(decideFollowUp({ ...done, isShredded: true })).toMatchObject({ reason: 'follow_up_too_late' })
})
