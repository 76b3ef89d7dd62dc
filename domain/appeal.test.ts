import { expect, test } from 'vitest'
import { type Appealable, AppealWords, decideAppeal, hasDecidedBefore } from './appeal.ts'
import { STATUSES } from './request.ts'

const answered: Appealable = { status: 'refused', isAppeal: false, isAppealed: false, isShredded: false }
const said = (change: Partial<Appealable>) => {
  const decided = decideAppeal({ ...answered, ...change })
  return decided.ok ? 'ok' : decided.reason
}

test('an answer can be appealed, whichever it is; nothing else can', () => {
  expect(STATUSES.filter((status) => said({ status }) === 'ok')).toEqual(['fulfilled', 'partly_fulfilled', 'refused'])
})

test.each<[Partial<Appealable>, string]>([
  [{ isAppealed: true }, 'appealed_already'],
  [{ isAppeal: true }, 'is_an_appeal'],
  [{ isShredded: true }, 'appeal_too_late'],
  [{ status: 'reviewing', isAppeal: true }, 'not_answered_yet'],
])('%o: %s', (change, expected) => expect(said(change)).toBe(expected))

test('an appeal says what is wrong', () => {
  expect(AppealWords.safeParse({ grounds: ' ' }).success).toBe(false)
  expect(AppealWords.safeParse({ grounds: 'Data saya ada di sana.' }).success).toBe(true)
})

test('only a person can have decided before', () => {
  const staff = { kind: 'staff', controllerId: 'c', userId: 'u', role: 'lead', controllerIds: [] } as const
  expect(hasDecidedBefore(staff, 'u')).toBe(true)
  expect(hasDecidedBefore(staff, 'v')).toBe(false)
  expect(hasDecidedBefore(staff, null)).toBe(false)
})
