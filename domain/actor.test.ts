import { expect, test } from 'vitest'
import { type Actor, actorRecord, may, STAFF_ROLES, scopeOf } from './actor.ts'

const staff = (role: (typeof STAFF_ROLES)[number]): Actor => ({
  kind: 'staff',
  controllerId: 'home',
  userId: 'u',
  role,
  controllerIds: ['customer', 'home'],
})

test.each([
  ['see_queue', ['agent', 'reviewer', 'lead', 'auditor']],
  ['open_personal_data', ['agent', 'reviewer', 'lead']],
  ['work_request', ['agent', 'reviewer', 'lead']],
  ['approve', ['reviewer', 'lead']],
  ['refuse', ['reviewer', 'lead']],
  ['see_audit', ['lead', 'auditor', 'admin']],
  ['manage_people', ['admin']],
  ['change_settings', ['lead', 'admin']],
] as const)('%s: %s', (permission, roles) => {
  expect(STAFF_ROLES.filter((role) => may(staff(role), permission, 'customer'))).toEqual(roles)
})

test('nobody may anything at a controller outside their scope, and nobody but staff may any of it', () => {
  expect(may(staff('lead'), 'approve', 'elsewhere')).toBe(false)
  expect(may({ kind: 'subject', controllerId: 'home', requestId: 'r', level: 'download' }, 'see_queue', 'home')).toBe(
    false,
  )
  expect(may({ kind: 'controller_user', controllerId: 'home', userId: 'u' }, 'approve', 'home')).toBe(false)
})

test('a scope names each controller once, and an event names its actor by id', () => {
  expect(scopeOf(staff('agent'))).toEqual(['home', 'customer'])
  expect(actorRecord(staff('agent'))).toEqual({ kind: 'staff', userId: 'u', role: 'agent' })
  expect(actorRecord({ kind: 'subject', controllerId: 'c', requestId: 'r', level: 'status' })).toEqual({
    kind: 'subject',
  })
})
