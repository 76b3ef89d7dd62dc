import { expect, test } from 'vitest'
import { applyHolds, releaseHolds } from './holds.ts'
import { type ErasurePlan, keyName, type Link } from './plan.ts'
import { memoryLines, writePlan } from './plan-file.ts'
import { reconcile } from './reconcile.ts'
import { spareNamed } from './spare-named.ts'
import { summarise } from './summary.ts'
import { type Listed, listed, listedIn, planOf } from './test-plan.ts'

const NULL = { method: 'null' } as const
const orders = (told: Partial<Listed>) => planOf([{ collection: 'orders', ...told }])
const keys = (...ids: number[]) => ids.map((id) => [`${id}`])
const only = async ({ steps }: ErasurePlan) => {
  const [one] = steps
  if (!one) throw new Error('a step')
  return listed(one)
}
const kept = { fields: [], basis: 'KUP 28(11)', until: '2034-01-01' }

test('the plan as it reads now: new rows go, what is shared or kept since is left, what was to stay stays', async () => {
  const approved = await orders({
    delete: keys(1, 2, 3, 4),
    change: [{ fields: { name: NULL, note: NULL }, keys: keys(5, 6, 7) }],
    kept: [{ ...kept, keys: keys(8) }],
    held: [{ why: 'shared', keys: keys(9) }],
  })
  const fresh = await orders({
    // 3 is gone; 8 is no longer kept by its rule, 9 no longer shared: nobody agreed to that; 10 is new, 11 new and shared
    delete: keys(1, 8, 9, 10),
    change: [
      { fields: { name: NULL, note: NULL }, keys: keys(5) },
      { fields: { name: NULL }, keys: keys(6) },
    ],
    kept: [{ ...kept, keys: keys(4) }],
    held: [{ why: 'shared', keys: keys(2, 7, 11) }],
  })
  const settled = await reconcile(approved, fresh)
  const expected = {
    delete: keys(1, 10),
    change: [
      { fields: { name: NULL, note: NULL }, keys: keys(5) },
      { fields: { name: NULL }, keys: keys(6) },
    ],
    kept: [{ ...kept, keys: keys(4, 8) }],
    held: [{ why: 'shared', keys: keys(2, 7, 9, 11) }],
  }
  const inOrder = (one: Listed) => ({
    ...one,
    change: one.change.toSorted((a, b) => a.keys.join().localeCompare(b.keys.join())),
  })
  expect(inOrder(await only(settled))).toMatchObject(expected)
  expect(settled.since['orders']).toEqual({ added: 1, left: 4, vanished: 1 })
  const written = await writePlan(settled, memoryLines())
  expect(inOrder(await only(written))).toMatchObject(expected)
  expect(written.since).toEqual(settled.since)
})

test('a collection of which nothing is left is said to have vanished; the same plan again changes nothing', async () => {
  const approved = await orders({ delete: keys(1, 2) })
  expect((await reconcile(approved, await planOf([]))).since['orders']).toEqual({ added: 0, left: 0, vanished: 2 })
  expect(await only(await reconcile(approved, approved))).toMatchObject({ delete: keys(1, 2) })
})

test('a hundred thousand rows are settled and written again without one of them getting lost', async () => {
  const all = Array.from({ length: 100_000 }, (_none, n) => [`${n}`])
  const sum = (rows: readonly (readonly string[])[]) => rows.reduce((total, [id]) => total + Number(id), 0)
  const fresh = await orders({ delete: all.slice(1_000) })
  const settled = await writePlan(await reconcile(await orders({ delete: all }), fresh), memoryLines())
  expect(settled.since['orders']).toEqual({ added: 0, left: 0, vanished: 1_000 })
  let [rows, total] = [0, 0]
  for await (const batch of settled.steps[0]?.rows() ?? []) {
    rows += batch.length
    total += sum(batch.map(({ key }) => key))
  }
  expect([rows, total]).toEqual([99_000, sum(all.slice(1_000))])
})

const hold = (id: string, change: { field?: string; row?: number } = {}) => ({
  id,
  collection: 'orders',
  field: change.field ?? null,
  basis: 'Perkara 12/2026',
  until: null,
  covers: change.row === undefined ? null : (key: readonly string[]) => keyName(key) === keyName([`${change.row}`]),
})
const about = { collection: 'orders', label: { id: 'Pesanan', en: 'Orders' }, categories: [], found: 3 }
const given = () => orders({ delete: keys(1, 2), change: [{ fields: { name: NULL, note: NULL }, keys: keys(3) }] })

test('a hold on a row keeps the whole row, one on a field the rest may go; a row with a field on hold is not deleted', async () => {
  const byRow = await only(await applyHolds(await given(), [hold('a', { row: 1 })]))
  expect([byRow.delete, byRow.onHold]).toMatchObject([keys(2), [{ holdId: 'a', erase: null, keys: keys(1) }]])
  const byField = await applyHolds(await given(), [hold('b', { field: 'note' })])
  expect(await only(byField)).toMatchObject({
    delete: [],
    change: [{ fields: { name: NULL }, keys: keys(3) }],
    onHold: [
      { holdId: 'b', erase: null, keys: keys(1, 2) },
      { holdId: 'b', erase: { note: NULL }, keys: keys(3) },
    ],
  })
  expect(summarise(about, byField.steps[0])).toMatchObject({
    delete: 0,
    change: 1,
    onHoldRows: 2,
    fields: [{ field: 'name', method: 'null', planned: 1 }],
  })
  expect(await only(await applyHolds(await given(), [hold('c', { row: 9 })]))).toEqual(await only(await given()))
})

test('a hold on a field holds what is inside it', async () => {
  const fields = { 'contact.mail': NULL, contacts: NULL }
  const held = await applyHolds(await orders({ change: [{ fields, keys: keys(1) }] }), [
    hold('a', { field: 'contact' }),
  ])
  expect(await only(held)).toMatchObject({
    change: [{ fields: { contacts: NULL }, keys: keys(1) }],
    onHold: [{ erase: { 'contact.mail': NULL }, keys: keys(1) }],
  })
})

test('once lifted exactly those rows go; a row that another hold covers too stays', async () => {
  const both = [hold('a', { field: 'note' }), hold('b', { row: 2 })]
  const first = await releaseHolds(await applyHolds(await given(), both), both.slice(1))
  expect(await only(first.released)).toMatchObject({
    delete: keys(1),
    change: [{ fields: { note: NULL }, keys: keys(3) }],
  })
  expect(await only(first.after)).toMatchObject({
    delete: keys(1),
    change: [{ fields: { name: NULL, note: NULL }, keys: keys(3) }],
    onHold: [{ holdId: 'b', keys: keys(2) }],
  })
  const second = await releaseHolds(first.after, [])
  expect(await only(second.released)).toMatchObject({ delete: keys(2), change: [] })
  expect(await only(second.after)).toMatchObject({ delete: keys(1, 2), onHold: [] })
  expect((await releaseHolds(second.after, [])).released.steps).toEqual([])
})

test('what stays keeps what it names, and what that names in turn, for the same reason', async () => {
  const names = (foreignKey: number, row: number): Link[] => [[foreignKey, `${row}`]]
  const plan = await planOf(
    [
      { collection: 'item', delete: keys(1, 2), names: { 1: names(0, 1), 2: names(0, 2) } },
      { collection: 'orders', delete: keys(1, 2, 3), names: { 1: names(1, 1), 2: names(1, 2), 3: names(1, 1) } },
      { collection: 'address', delete: keys(1, 2, 3), held: [] },
    ],
    {
      foreignKeys: [
        { child: 'item', childFields: ['order_id'], parent: 'orders' },
        { child: 'orders', childFields: ['address_id'], parent: 'address' },
      ],
    },
  )
  const spared = await spareNamed(await applyHolds(plan, [{ ...hold('a', { row: 1 }), collection: 'item' }]))
  for (const collection of ['item', 'orders', 'address'])
    expect((await listedIn(spared, collection))?.onHold, collection).toMatchObject([{ holdId: 'a', keys: keys(1) }])
  expect((await listedIn(spared, 'orders'))?.delete).toEqual(keys(2, 3))
  expect((await listedIn(spared, 'address'))?.delete).toEqual(keys(2, 3))
})
