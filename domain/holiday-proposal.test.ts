import { expect, test } from 'vitest'
import type { Actor, StaffRole } from './actor.ts'
import { decideListApproval, decideRejection, HolidayProposal } from './holiday-proposal.ts'

const controllerId = '019a0000-0000-7000-8000-000000000001'
const given = { controllerId, calendarId: 'FR', year: '2028', source: 'Légifrance', list: 'date,name\n2028-07-14,Fête' }

test('a sound list is read whole', () => {
  expect(HolidayProposal.parse(given)).toEqual({
    ...{ controllerId, calendarId: 'FR', year: 2028, source: 'Légifrance' },
    days: [{ date: '2028-07-14', name: 'Fête', kind: 'national' }],
  })
})

test.each<[string, string, Partial<typeof given>]>([
  ['controllerId', 'choose_one', { controllerId: '' }],
  ['calendarId', 'choose_one', { calendarId: 'WEEKENDS-ONLY' }],
  ['calendarId', 'choose_one', { calendarId: 'ID-NATIONAL+JOINT' }],
  ['year', 'year_out_of_range', { year: '28' }],
  ['year', 'year_out_of_range', { year: '2101' }],
  ['source', 'missing', { source: ' ' }],
  ['list', 'list_faulty', { list: '' }],
  ['list', 'list_faulty', { list: 'date,name\n2027-07-14,Fête' }],
  ['list', 'list_faulty', { list: 'date,name\n2028-07-14,Fête\n2028-07-14,Fête' }],
])('%s: %s', (field, reason, change) => {
  const answer = HolidayProposal.safeParse({ ...given, ...change })
  expect(answer.error?.issues.map(({ path, message }) => [path[0], message])).toEqual([[field, reason]])
})

const person = (userId: string, role: StaffRole = 'lead'): Actor => ({
  ...{ kind: 'staff', controllerId, userId, role, controllerIds: [] },
})
const list = { controllerId, proposedBy: 'one', state: 'proposed' }

test('a second lead approves; the first may only take it back; nobody else decides, and nobody twice', () => {
  expect(decideListApproval(person('two'), list)).toEqual({ ok: true, value: null })
  expect(decideListApproval(person('one'), list)).toMatchObject({ reason: 'same_person' })
  expect(decideRejection(person('one'), list)).toMatchObject({ ok: true })
  for (const role of ['agent', 'reviewer', 'auditor', 'admin'] as const)
    expect(decideListApproval(person('two', role), list)).toMatchObject({ reason: 'not_allowed' })
  expect(decideListApproval({ kind: 'system', controllerId, job: 'x' }, list)).toMatchObject({ reason: 'not_allowed' })
  for (const state of ['approved', 'rejected', 'superseded'])
    expect(decideListApproval(person('two'), { ...list, state })).toMatchObject({ reason: 'already_decided' })
})
