import { describe, expect, test } from 'vitest'
import { removedRows } from '#domain/erasure/plan.ts'
import { changedFields, listedIn } from '#domain/erasure/test-plan.ts'
import type { Connector } from '../contract.ts'
import { type Harness, never } from './harness.ts'
import { freshShop, kinds, YAML } from './shop.ts'

const someRows = (from: number, to: number, row: (n: number) => string): string =>
  Array.from({ length: to - from + 1 }, (_none, at) => row(from + at)).join(', ')

const keysOf = async (connector: Connector, collection: string) => {
  const batches = []
  for await (const keys of connector.keys(collection, never)) batches.push(keys)
  return batches
}

/** Erasing and reading again. */
export function erases(harness: Harness): void {
  const shop = freshShop(harness)

  test('the whole: deletes, nulls, masks, hashes, keeps and holds, and reads again', async () => {
    const { connector, plan } = await shop.prepare()
    const order = plan.steps.map(({ collection }) => collection)
    expect(order.indexOf('item')).toBeLessThan(order.indexOf('orders'))
    expect(await listedIn(plan, 'invoice')).toEqual({
      collection: 'invoice',
      key: ['id'],
      delete: [['2']],
      change: [{ fields: { memo: { method: 'null' } }, keys: [['1']] }],
      kept: [{ fields: [], basis: 'UU KUP art. 28(11)', until: '2034-03-05', keys: [['1']] }],
      held: [],
      onHold: [],
    })
    expect(await listedIn(plan, 'address')).toMatchObject({
      delete: [['2']],
      held: [{ why: 'shared', keys: [['1']] }],
    })
    expect(await connector.verifyGone(plan, never)).toMatchObject({
      customer: { planned: 2, gone: 0, stillThere: 2 },
      visit: { planned: 1, stillThere: 1 },
    })

    expect(await kinds(connector, plan)).toEqual([])
    expect(await connector.erase(plan, never)).toMatchObject({
      ok: true,
      value: {
        customer: {
          planned: 2,
          changed: 2,
          deleted: 0,
          fields: { email: 2, name: 2, token: 2, bio: 2, address_id: 2 },
        },
        invoice: { planned: 2, changed: 1, deleted: 1 },
      },
    })

    const after = await shop.everything()
    const erased = { email: null, name: 'Terhapus', bio: null, address_id: null }
    const token = expect.stringMatching(/^[0-9a-f]{20}$/)
    expect(after.customer).toMatchObject([
      { id: '0', ...erased, token, seen: expect.stringMatching(/^2024-01-01 00:00:00/) },
      { id: '1', email: 'you@x', name: 'Yours', token: 't1', bio: 'bio', address_id: '1' },
      { id: '2', ...erased, token, seen: null },
    ])
    expect(new Set(after.customer?.map((row) => row.token)).size).toBe(3)
    expect(after.invoice).toMatchObject([
      { id: '1', buyer: 'My Name', memo: null },
      { id: '3', memo: 'memo' },
    ])
    expect(after.visit).toMatchObject([{ email: 'you@x' }])
    expect(after.pair).toMatchObject([
      { a: '0', b: '11' },
      { a: '1', b: '10' },
    ])
    expect(after.address).toEqual([{ id: '1', street: 'shared' }])
    expect([after.orders, after.item]).toMatchObject([[{ id: '2' }], [{ id: '2' }]])
    for (const { stillThere } of Object.values(await connector.verifyGone(plan, never))) expect(stillThere).toBe(0)

    expect(await connector.erase(plan, never)).toMatchObject({
      ok: true,
      value: { visit: { deleted: 0 }, customer: { changed: 2 } },
    })
    expect(await shop.everything()).toEqual(after)
    expect(await Array.fromAsync(connector.remaining(plan, never))).toEqual([])
    await shop.scratch.run(`UPDATE customer SET name = 'back' WHERE id = 0`, 'INSERT INTO orders VALUES (1, 0)')
    expect(await connector.verifyGone(plan, never)).toMatchObject({
      customer: {
        planned: 2,
        gone: 1,
        stillThere: 1,
        fields: { name: { stillThere: 1 }, email: { stillThere: 0 }, token: { stillThere: 0 } },
      },
    })
    const left = await Array.fromAsync(connector.remaining(plan, never))
    expect(left).toHaveLength(2)
    expect(left).toEqual(
      expect.arrayContaining([
        { collection: 'customer', fields: expect.objectContaining({ name: expect.anything() }), keys: [['0']] },
        { collection: 'orders', fields: null, keys: [['1']] },
      ]),
    )
  })

  test('only the categories asked for: rows stay, unless the key itself must go', async () => {
    const { plan } = await shop.prepare(YAML, undefined, ['user.contact'])
    expect(plan.steps.map((step) => [step.collection, removedRows(step), changedFields(step)])).toEqual([
      ['customer', 0, ['email']],
      ['address', 0, ['street']],
    ])
  })

  describe('all or nothing', () => {
    test('the server ends the session in the last step: nothing has changed, and a second run does it all', async () => {
      await shop.scratch.run(...harness.dialect.slow('address', 'DELETE'))
      const { connector, plan } = await shop.prepare()
      const before = await shop.everything()
      const erasing = connector.erase(plan, never).catch((error: unknown) => error)
      await shop.scratch.working('DELETE', 'address')
      await shop.scratch.endSessions()
      expect(await erasing).toMatchObject({ kind: 'connection_lost' })
      expect(await shop.everything()).toEqual(before)
      await shop.scratch.run(harness.dialect.dropSlow('address'))
      expect(await connector.erase(plan, never)).toMatchObject({ ok: true })
      for (const { stillThere } of Object.values(await connector.verifyGone(plan, never))) expect(stillThere).toBe(0)
    })

    test('cancelled in the last step: nothing has changed', async () => {
      await shop.scratch.run(...harness.dialect.slow('address', 'DELETE'))
      const { connector, plan } = await shop.prepare()
      const before = await shop.everything()
      const stop = new AbortController()
      const erasing = connector.erase(plan, stop.signal).catch((error: unknown) => error)
      await shop.scratch.working('DELETE', 'address')
      stop.abort()
      expect(await erasing).toMatchObject({ kind: 'cancelled' })
      expect(await shop.everything()).toEqual(before)
    })

    test('a check that only the data can break is a named fault, and nothing has changed', async () => {
      await shop.scratch.run(`ALTER TABLE customer ADD CHECK (name <> 'Terhapus')`)
      const { connector, plan } = await shop.prepare()
      const before = await shop.everything()
      await expect(connector.erase(plan, never)).rejects.toMatchObject({
        kind: 'constraint',
        message: 'source: constraint',
      })
      expect(await shop.everything()).toEqual(before)
    })
  })

  const RING = `dataset: [{fides_key: d, collections: [
    {name: man, hakku_meta: {erase: delete}, fields: [{name: id, fides_meta: {primary_key: true}}, {name: email, fides_meta: {identity: email}}, {name: wife, fides_meta: {references: [{dataset: d, field: woman.id}]}}]},
    {name: woman, hakku_meta: {erase: delete}, fields: [{name: id, fides_meta: {primary_key: true}}, {name: husband, fides_meta: {references: [{dataset: d, field: man.id}]}}]}]}]`

  test('rows that name each other go together where a link may be empty, and are an obstacle where none may', async () => {
    await shop.scratch.run(...harness.dialect.rings.loose)
    const loose = await shop.prepare(RING)
    expect(await kinds(loose.connector, loose.plan)).toEqual([])
    expect(await loose.connector.erase(loose.plan, never)).toMatchObject({
      ok: true,
      value: { man: { deleted: 1 }, woman: { deleted: 1 } },
    })
    expect(await shop.scratch.rows('man')).toEqual([])
  })

  test('rows that name each other, with no way out', async () => {
    await shop.scratch.run(...harness.dialect.rings.tight)
    const { connector, plan } = await shop.prepare(RING)
    expect(await kinds(connector, plan)).toHaveLength(1)
    expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
    expect(await shop.scratch.rows('man')).toHaveLength(1)
  })

  test.each([
    ['man', 'woman'],
    ['woman', 'man'],
  ])('a %s that goes and a %s that stays and only loses the link, each naming the other', async (goes, stays) => {
    await shop.scratch.run(...harness.dialect.rings.loose)
    const link = { man: 'wife', woman: 'husband' }[stays] ?? ''
    const yaml = RING.replace(`{name: ${stays}, hakku_meta: {erase: delete},`, `{name: ${stays},`).replace(
      `{name: ${link}, `,
      `{name: ${link}, hakku_meta: {erase: null}, `,
    )
    const { connector, plan } = await shop.prepare(yaml)
    expect(await kinds(connector, plan)).toEqual([])
    expect(await connector.erase(plan, never)).toMatchObject({
      ok: true,
      value: { [goes]: { deleted: 1 }, [stays]: { changed: 1, deleted: 0 } },
    })
    expect(await shop.scratch.rows(goes)).toEqual([])
    expect(await shop.scratch.rows(stays)).toMatchObject([{ id: '1', [link]: null }])
    for (const { stillThere } of Object.values(await connector.verifyGone(plan, never))) expect(stillThere).toBe(0)
  })

  test('a tree of rows in one table goes whole', async () => {
    await shop.scratch.run(
      'CREATE TABLE node (id int PRIMARY KEY, email varchar(40), up int, FOREIGN KEY (up) REFERENCES node (id))',
      `INSERT INTO node VALUES (1, 'me@x', NULL)`,
      `INSERT INTO node VALUES (2, 'me@x', 1)`,
      `INSERT INTO node VALUES (3, 'me@x', 2), (4, 'you@x', NULL)`,
    )
    const { connector, plan } = await shop.prepare(
      'dataset: [{fides_key: d, collections: [{name: node, hakku_meta: {erase: delete}, fields: [{name: id}, {name: email, fides_meta: {identity: email}}]}]}]',
    )
    expect(await kinds(connector, plan)).toEqual([])
    expect(await connector.erase(plan, never)).toMatchObject({ ok: true, value: { node: { planned: 3, deleted: 3 } } })
    expect(await shop.scratch.rows('node')).toMatchObject([{ id: '4' }])
  })

  test('12,000 rows in a few statements', async () => {
    await shop.scratch.run(`INSERT INTO pair VALUES ${someRows(1, 12_000, (n) => `(${n}, 0, 0, 'x')`)}`)
    const { connector, plan } = await shop.prepare()
    expect(await connector.erase(plan, never)).toMatchObject({
      ok: true,
      value: { pair: { planned: 12_001, deleted: 12_001 } },
    })
    expect(await shop.scratch.rows('pair')).toHaveLength(2)
  })

  test('all keys come in batches and in order, as they are read', async () => {
    await shop.scratch.run(`INSERT INTO pair VALUES ${someRows(100, 10_098, (n) => `(${n % 7}, ${n}, 1, 'x')`)}`)
    const { connector } = await shop.prepare()
    const batches = await keysOf(connector, 'pair')
    expect(batches.map(({ length }) => length)).toEqual([5_000, 5_000, 2])
    expect(new Set(batches.flat().map((key) => key.join())).size).toBe(10_002)
    expect((await keysOf(connector, 'visit')).flat()).toMatchObject([
      ['me@x', '2024-01-01 00:00:00.000001'],
      ['you@x', expect.stringMatching(/^2024-01-01 00:00:00/)],
    ])
  })

  test('a foreign strategy keeps its length and suffix, each row its own text; erase_after is obeyed', async () => {
    const strategy =
      '{strategy: random_string_rewrite, configuration: {length: 12, format_preservation: {suffix: "@gone"}}}'
    const yaml = YAML.replace(
      '{name: token, data_categories: [user], hakku_meta: {erase: hash}}',
      `{name: token, data_categories: [user], fides_meta: {masking_strategy_override: ${strategy}}}`,
    ).replace('- name: visit\n', '- name: visit\n    fides_meta: {erase_after: [d.customer]}\n')
    const before = (await shop.prepare()).plan.steps.map(({ collection }) => collection)
    const { connector, plan } = await shop.prepare(yaml)
    const order = plan.steps.map(({ collection }) => collection)
    expect(before.indexOf('visit')).toBeLessThan(before.indexOf('customer'))
    expect(order.indexOf('visit')).toBeGreaterThan(order.indexOf('customer'))
    expect(await connector.erase(plan, never)).toMatchObject({ ok: true })
    expect(await connector.verifyGone(plan, never)).toMatchObject({ customer: { planned: 2, gone: 2 } })
    const tokens = (await shop.scratch.rows('customer')).map(({ token }) => token)
    const written = expect.stringMatching(/^[0-9a-f]{7}@gone$/)
    expect(tokens).toEqual([written, 't1', written])
    expect(new Set(tokens).size).toBe(3)
  })
}
