import { expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newRequest } from '#data/findings/test-request.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'
import { NOW, newController } from '#data/test-controller.ts'
import { BoardQuery } from '#domain/board.ts'
import { findBoard } from './board.ts'

const ALL = BoardQuery.parse({})

test('what ends within seven days stands in its local hour; a day that may be used up stands in its last hour', async () => {
  const home = await newController({ contractDays: 5 })
  const { reference } = await newRequest(home, { right: 'access' })
  const { due, entries, total, zone } = await findBoard(home.staff('agent'), ALL, NOW)
  expect(zone).toBe('Asia/Jakarta')
  expect(Object.fromEntries(due)).toEqual({ '2026-11-20T23': 1, '2026-11-23T15': 1, '2026-11-25T23': 1 })
  expect(total).toBe(3)
  expect(entries.map(({ hour, dueLocalDate }) => [hour, dueLocalDate])).toEqual([
    ['2026-11-20T23', '2026-11-20'],
    ['2026-11-23T15', null],
    ['2026-11-25T23', '2026-11-25'],
  ])
  expect(entries.every((entry) => entry.reference === reference && entry.owner === null)).toBe(true)
})

test('one hour shows only what falls due in it, and counts stay whole', async () => {
  const home = await newController()
  await newRequest(home)
  await newRequest(home, {}, NOW.subtract({ hours: 1 }))
  const board = await findBoard(home.staff('lead'), BoardQuery.parse({ at: '2026-11-23T14' }), NOW)
  expect([board.total, board.entries.map(({ clock }) => clock.clockId)]).toEqual([1, ['ID-UU-32']])
  expect(board.due.get('2026-11-23T15')).toBe(1)
})

test('what is over, far off or fallen away is not on the board, nor is what is not yours to see', async () => {
  const home = await newController()
  const { id } = await newRequest(home)
  await newRequest(home, {}, NOW.subtract({ hours: 24 * 30 }))
  await newRequest(home, {}, NOW.add({ hours: 24 * 8 }))
  expect((await findBoard(home.staff('agent'), ALL, NOW)).total).toBe(2)
  const other = await newController()
  for (const actor of [home.staff('admin'), other.staff('lead')])
    expect(await findBoard(actor, ALL, NOW)).toMatchObject({ total: 0, entries: [] })
  const subject = { kind: 'subject', controllerId: home.controllerId, requestId: id, level: 'status' } as const
  expect((await withdrawRequest(subject, {}, NOW)).ok).toBe(true)
  expect((await findBoard(home.staff('agent'), ALL, NOW)).total).toBe(0)
  expect(await transact(home.system, (tx) => tx.clock.count({ where: { requestId: id } }))).toBeGreaterThan(0)
})
