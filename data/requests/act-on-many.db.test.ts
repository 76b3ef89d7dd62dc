import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newRequest, newReviewed } from '#data/findings/test-request.ts'
import { NOW, newController } from '#data/test-controller.ts'
import type { Actor } from '#domain/actor.ts'
import type { BulkDeed } from '#domain/bulk.ts'
import { actOnMany } from './act-on-many.ts'

type Home = Awaited<ReturnType<typeof newController>>

const picksOf = (home: Home, references: readonly string[]) =>
  transact(home.system, async (tx) =>
    Promise.all(
      references.map((reference) =>
        tx.request.findUniqueOrThrow({ where: { reference }, select: { reference: true, version: true } }),
      ),
    ),
  )
async function act(home: Home, actor: Actor, deed: BulkDeed, references: readonly string[], more = {}) {
  const picks = await picksOf(home, references)
  const result = await actOnMany(actor, { deed, picks, userId: null, reason: '', ...more }, NOW)
  return result.ok ? result.value.map(({ refusal }) => refusal) : []
}

test('seven approved and one not: each by itself, four eyes on each, and safe to repeat', async () => {
  const home = await newController()
  const [agent, reviewer] = [home.staff('agent'), home.staff('reviewer')]
  const references: string[] = []
  for (let count = 0; count < 8; count += 1) references.push((await newReviewed(home)).reference)
  expect(await act(home, agent, 'submissions', references.slice(0, 7))).toEqual(Array(7).fill(null))
  // The eighth the reviewer asks for, and so may not approve.
  expect(await act(home, reviewer, 'submissions', references.slice(7))).toEqual([null])
  const picks = await picksOf(home, references)
  expect(await act(home, reviewer, 'approvals', references)).toEqual([...Array(7).fill(null), 'same_person'])
  expect(await act(home, reviewer, 'approvals', references)).toEqual([...Array(7).fill('not_in_review'), 'same_person'])
  const again = await actOnMany(reviewer, { deed: 'returns', picks, userId: null, reason: '' }, NOW)
  expect(again.ok && again.value.map(({ refusal }) => refusal)).toEqual([...Array(7).fill('not_in_review'), null])
  expect(await transact(home.system, (tx) => tx.event.count({ where: { type: 'request.approved' } }))).toBe(7)
})

test('an erasure is not approved among others, a page of before changes nothing, and who may not may not', async () => {
  const home = await newController()
  const erasure = await newReviewed(home, { right: 'erasure' })
  const access = await newReviewed(home)
  const both = [erasure.reference, access.reference]
  const before = await picksOf(home, both)
  expect(await act(home, home.staff('agent'), 'submissions', both)).toEqual([null, null])
  expect(await act(home, home.staff('reviewer'), 'approvals', both)).toEqual(['erasure_by_itself', null])
  const stale = await actOnMany(
    home.staff('reviewer'),
    { deed: 'returns', picks: before, userId: null, reason: '' },
    NOW,
  )
  expect(stale.ok && stale.value.map(({ refusal }) => refusal)).toEqual(['changed_meanwhile', 'not_in_review'])
  expect(await act(home, home.staff('auditor'), 'returns', both)).toEqual(['not_allowed', 'not_allowed'])
  const other = await newController()
  expect(await act(home, other.staff('lead'), 'returns', both)).toEqual(['not_found', 'not_found'])
})

test('assigning and extending: what its law does not extend says so', async () => {
  const home = await newController({ jurisdictions: ['ID', 'EU'], memberState: 'FR' })
  const european = await newRequest(home)
  const indonesian = await newController({ jurisdictions: ['ID'] })
  const agent = home.staff('agent')
  expect(await act(home, agent, 'assignments', [european.reference])).toEqual([null])
  const reason = 'Datanya ada di tiga puluh sistem.'
  expect(await act(home, agent, 'extensions', [european.reference], { reason })).toEqual([null])
  expect(await act(home, agent, 'extensions', [european.reference], { reason })).toEqual(['already_extended'])
  const fixed = await newRequest(indonesian)
  expect(await act(indonesian, indonesian.staff('agent'), 'extensions', [fixed.reference], { reason })).toEqual([
    'clock_not_extendable',
  ])
})
