import { expect, test } from 'vitest'
import { applyHolds, releaseHolds } from './holds.ts'
import { type ErasurePlan, type ErasureStep, keyName } from './plan.ts'
import { reconcile } from './reconcile.ts'
import { summarise } from './summary.ts'

const NULL = { method: 'null' } as const
const step = (change: Partial<ErasureStep>): ErasureStep => ({
  collection: 'orders',
  key: ['id'],
  delete: [],
  change: [],
  kept: [],
  held: [],
  ...change,
})
const plan = (...steps: ErasureStep[]): ErasurePlan => ({ dataset: 'd', salt: 's', steps, obstacles: [] })
const keys = (...ids: number[]) => ids.map((id) => [`${id}`])
const only = ({ steps }: ErasurePlan) => {
  const [one] = steps
  if (!one) throw new Error('a step')
  return one
}
const kept = { fields: [], basis: 'KUP 28(11)', until: '2034-01-01' }

test('the plan as it reads now: new rows go, what is shared or kept since is left, what was to stay stays', () => {
  const approved = plan(
    step({
      delete: keys(1, 2, 3, 4),
      change: [{ fields: { name: NULL, note: NULL }, keys: keys(5, 6, 7) }],
      kept: [{ ...kept, keys: keys(8) }],
      held: [{ why: 'shared', keys: keys(9) }],
    }),
  )
  const fresh = plan(
    step({
      // 3 is gone; 8 is no longer kept by its rule, 9 no longer shared: nobody agreed to that; 10 is new, 11 new and shared
      delete: keys(1, 8, 9, 10),
      change: [
        { fields: { name: NULL, note: NULL }, keys: keys(5) },
        { fields: { name: NULL }, keys: keys(6) },
      ],
      kept: [{ ...kept, keys: keys(4) }],
      held: [{ why: 'shared', keys: keys(2, 7, 11) }],
    }),
  )
  const { plan: settled, since } = reconcile(approved, fresh)
  const one = only(settled)
  expect(one.delete).toEqual(keys(1, 10))
  expect(one.change).toEqual([
    { fields: { name: NULL, note: NULL }, keys: keys(5) },
    { fields: { name: NULL }, keys: keys(6) },
  ])
  expect(one.kept).toEqual([{ ...kept, keys: keys(8, 4) }])
  expect(one.held).toEqual([{ why: 'shared', keys: keys(9, 2, 7, 11) }])
  expect(since.get('orders')).toEqual({ added: 1, left: 4, vanished: 1 })
})

test('a collection of which nothing is left is said to have vanished; the same plan again changes nothing', () => {
  const approved = plan(step({ delete: keys(1, 2) }))
  expect(reconcile(approved, plan()).since.get('orders')).toEqual({ added: 0, left: 0, vanished: 2 })
  expect(only(reconcile(approved, approved).plan)).toMatchObject({ delete: keys(1, 2) })
})

const hold = (id: string, change: { field?: string; row?: number } = {}) => ({
  id,
  collection: 'orders',
  field: change.field ?? null,
  basis: 'Perkara 12/2026',
  until: null,
  covers: (key: readonly string[]) => change.row === undefined || keyName(key) === keyName([`${change.row}`]),
})
const about = { collection: 'orders', label: { id: 'Pesanan', en: 'Orders' }, categories: [], found: 3 }

test('a hold on a row keeps the whole row, one on a field the rest may go; a row with a field on hold is not deleted', () => {
  const given = plan(step({ delete: keys(1, 2), change: [{ fields: { name: NULL, note: NULL }, keys: keys(3) }] }))
  const byRow = only(applyHolds(given, [hold('a', { row: 1 })]))
  expect([byRow.delete, byRow.onHold]).toMatchObject([keys(2), [{ holdId: 'a', erase: null, keys: keys(1) }]])
  const byField = applyHolds(given, [hold('b', { field: 'note' })])
  expect(only(byField)).toMatchObject({
    delete: [],
    change: [{ fields: { name: NULL }, keys: keys(3) }],
    onHold: [
      { holdId: 'b', erase: null, keys: keys(1, 2) },
      { holdId: 'b', erase: { note: NULL }, keys: keys(3) },
    ],
  })
  expect(summarise(about, only(byField))).toMatchObject({
    delete: 0,
    change: 1,
    onHoldRows: 2,
    fields: [{ field: 'name', method: 'null', planned: 1 }],
  })
  expect(applyHolds(given, [hold('c', { row: 9 })])).toEqual(plan(only(applyHolds(given, [hold('c', { row: 9 })]))))
})

test('once lifted exactly those rows go; a row that another hold covers too stays', () => {
  const given = plan(step({ delete: keys(1, 2), change: [{ fields: { name: NULL, note: NULL }, keys: keys(3) }] }))
  const both = [hold('a', { field: 'note' }), hold('b', { row: 2 })]
  const held = applyHolds(given, both)
  const first = releaseHolds(held, both.slice(1))
  expect(only(first.released)).toMatchObject({ delete: keys(1), change: [{ fields: { note: NULL }, keys: keys(3) }] })
  expect(only(first.after)).toMatchObject({
    delete: keys(1),
    change: [{ fields: { name: NULL, note: NULL }, keys: keys(3) }],
    onHold: [{ holdId: 'b', keys: keys(2) }],
  })
  const second = releaseHolds(first.after, [])
  expect(only(second.released)).toMatchObject({ delete: keys(2), change: [] })
  expect(only(second.after)).toMatchObject({ delete: keys(1, 2), onHold: [] })
  expect(releaseHolds(second.after, []).released.steps).toEqual([])
})
