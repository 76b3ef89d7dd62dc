import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newRequest, newReviewed } from '#data/findings/test-request.ts'
import { NOW, newController } from '#data/test-controller.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { QUEUE_VIEWS, QueueQuery } from '#domain/queue-view.ts'
import type { Prisma } from '#prisma/generated/client.ts'
import { countQueue } from './count.ts'
import { listQueue } from './list.ts'

type Home = Awaited<ReturnType<typeof newController>>

const change = ({ system }: Home, id: string, data: Prisma.RequestUncheckedUpdateInput) =>
  transact(system, (tx) => tx.request.update({ where: { id }, data }))
const referencesIn = async (actor: StaffActor, said: object, now: Temporal.Instant = NOW) =>
  (await listQueue(actor, QueueQuery.parse(said), now)).rows.map(({ reference }) => reference)

async function newDesk() {
  const home = await newController()
  const agent = home.staff('agent')
  const proved = { status: 'collecting', verifiedAt: new Date('2026-11-20T08:05:00Z') }
  const unproved = await newRequest(home)
  const calm = await newRequest(home, { right: 'erasure' })
  await change(home, calm.id, { ...proved, assigneeId: agent.userId })
  const soon = await newRequest(home, {}, NOW.subtract({ hours: 60 }))
  await change(home, soon.id, proved)
  const late = await newRequest(home, {}, NOW.subtract({ hours: 80 }))
  await change(home, late.id, { ...proved, assigneeId: randomUUID() })
  const closed = await newRequest(home)
  await change(home, closed.id, { ...proved, status: 'fulfilled', nextDueAt: null })
  const lapsed = await newRequest(home)
  await change(home, lapsed.id, { status: 'lapsed' })
  return { home, agent, unproved, calm, soon, late, closed, lapsed }
}

test('each view holds what its name says, and the counts agree', async () => {
  const { agent, ...made } = await newDesk()
  const expected = {
    mine: [made.calm],
    unassigned: [made.unproved, made.soon],
    'at-risk': [made.unproved, made.soon, made.late, made.lapsed],
    waiting: [made.unproved],
    breached: [made.late],
    open: [made.unproved, made.calm, made.soon, made.late],
    closed: [made.closed, made.lapsed],
  }
  const counts: Record<string, number> = await countQueue(agent, NOW)
  for (const view of QUEUE_VIEWS) {
    const references = expected[view].map(({ reference }) => reference)
    expect([view, (await referencesIn(agent, { view })).sort()]).toEqual([view, references.sort()])
    if (view !== 'closed') expect([view, counts[view]]).toEqual([view, references.length])
  }
  expect(counts).toMatchObject({ dueSoon: 1, receivedToday: 4, acknowledgedToday: 0 })
})

test('sorted by the next clock, filtered in the address, found by a reference as people type it', async () => {
  const { home, agent, soon, late, calm, unproved } = await newDesk()
  expect((await referencesIn(agent, { view: 'open' })).slice(0, 2)).toEqual([late.reference, soon.reference])
  expect((await referencesIn(agent, { view: 'open', sort: 'oldest' }))[0]).toBe(late.reference)
  expect(await referencesIn(agent, { view: 'open', right: 'erasure' })).toEqual([calm.reference])
  expect(await referencesIn(agent, { view: 'open', controller: randomUUID() })).toEqual([])
  expect(await referencesIn(agent, { view: 'open', controller: home.controllerId })).toHaveLength(4)
  const typed = unproved.reference.toLowerCase().replaceAll('-', ' ')
  expect(await referencesIn(agent, { view: 'mine', q: typed })).toEqual([unproved.reference])
  expect(await referencesIn(agent, { q: unproved.reference.slice(3, 7) })).toContain(unproved.reference)
  expect(await referencesIn(agent, { q: "' or 1=1 --" })).toEqual([])
  expect(await referencesIn(agent, { q: '%' })).toHaveLength(6)
})

test('pages meet without a gap, also among requests due at the same instant', async () => {
  const home = await newController()
  const agent = home.staff('agent')
  for (let made = 0; made < 53; made += 1) await newRequest(home)
  for (const sort of ['due', 'due-last', 'newest', 'oldest'] as const) {
    const first = await listQueue(agent, QueueQuery.parse({ view: 'open', sort }), NOW)
    const second = await listQueue(agent, QueueQuery.parse({ view: 'open', sort, after: first.next }), NOW)
    expect([first.rows.length, second.rows.length, second.next]).toEqual([50, 3, null])
    expect(new Set([...first.rows, ...second.rows].map(({ reference }) => reference)).size).toBe(53)
  }
})

test('a person is masked for those who work, absent for an auditor; an admin sees no queue', async () => {
  const home = await newController()
  const { reference } = await newReviewed(home)
  const rowFor = async (role: 'agent' | 'auditor' | 'admin') =>
    (await listQueue(home.staff(role), QueueQuery.parse({ view: 'open' }), NOW)).rows[0]
  expect(await rowFor('agent')).toMatchObject({
    reference,
    maskedName: 'S••• W••••••',
    contactOnFile: true,
    sources: { done: 1, failed: 0, total: 1 },
    clock: { clockId: 'ID-UU-32' },
  })
  expect(await rowFor('auditor')).toMatchObject({ reference, maskedName: null })
  expect(await rowFor('admin')).toBeUndefined()
  expect(await countQueue(home.staff('admin'), NOW)).toMatchObject({ open: 0 })
})

test("another controller's queue stays empty, one that somebody works for does not", async () => {
  const home = await newController()
  const other = await newController()
  await newRequest(home)
  expect(await referencesIn(other.staff('lead'), { view: 'open' })).toEqual([])
  const member = { ...other.staff('lead'), controllerIds: [home.controllerId] }
  expect(await referencesIn(member, { view: 'open' })).toHaveLength(1)
  expect((await countQueue(member, NOW)).open).toBe(1)
})
