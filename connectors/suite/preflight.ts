import { describe, expect, test } from 'vitest'
import { type Dialect, type Harness, never, type Scratch } from './harness.ts'
import { freshShop, kinds, YAML } from './shop.ts'

type Case = {
  name: string
  ddl?: (scratch: Scratch, dialect: Dialect) => Promise<void>
  yaml?: (yaml: string) => string
  expected: string[]
}

const CASES: readonly Case[] = [
  {
    name: 'a null where none may be',
    yaml: (yaml) => yaml.replace('{mask: Terhapus-semua}', 'null'),
    expected: ['customer.name not_null'],
  },
  {
    name: 'a change of the key',
    yaml: (yaml) =>
      yaml.replace(
        'user.unique_id], fides_meta: {primary_key: true}',
        'user.unique_id], fides_meta: {primary_key: true}, hakku_meta: {erase: hash}',
      ),
    expected: ['customer.id key'],
  },
  {
    name: 'a hash of a timestamp',
    yaml: (yaml) =>
      yaml.replace('{name: seen, data_categories: [system.operations]', '{name: seen, hakku_meta: {erase: hash}'),
    expected: ['customer.seen unsupported_type'],
  },
  {
    name: 'one text in a unique column',
    yaml: (yaml) => yaml.replace('erase: hash', 'erase: mask'),
    expected: ['customer.token unique'],
  },
  {
    name: 'a read-only field',
    yaml: (yaml) => yaml.replace('{identity: email}}\n', '{identity: email, read_only: true}}\n'),
    expected: ['customer.email read_only'],
  },
  {
    name: 'a strategy that can be reversed',
    yaml: (yaml) =>
      yaml.replace('{name: bio, ', '{name: bio, fides_meta: {masking_strategy_override: {strategy: aes_encrypt}}, '),
    expected: ['customer.bio unsupported_strategy'],
  },
  {
    name: 'a kept row without an end',
    ddl: (scratch) => scratch.run('UPDATE invoice SET issued_at = NULL WHERE id = 1'),
    expected: ['invoice no_end_date'],
  },
  {
    name: 'a stranger that names the row',
    async ddl(scratch) {
      const far = await scratch.elsewhere()
      const here = new URL(scratch.url).pathname.slice(1)
      const parent = far.startsWith(here) ? `${here}.orders` : 'orders'
      await scratch.run(
        `CREATE TABLE ${far}.away (id int PRIMARY KEY, order_id int, FOREIGN KEY (order_id) REFERENCES ${parent} (id))`,
        `INSERT INTO ${far}.away VALUES (1, 1)`,
      )
    },
    expected: ['orders foreign_key'],
  },
  {
    name: 'a cascade to rows nobody looked at',
    ddl: (scratch) =>
      scratch.run(
        'CREATE TABLE log (order_id int, FOREIGN KEY (order_id) REFERENCES orders (id) ON DELETE CASCADE)',
        'INSERT INTO log VALUES (1)',
      ),
    expected: ['orders foreign_key'],
  },
  {
    name: 'a generated column',
    ddl: (scratch) =>
      scratch.run(
        'ALTER TABLE customer DROP bio',
        'ALTER TABLE customer ADD bio varchar(100) GENERATED ALWAYS AS (upper(email)) STORED',
      ),
    expected: ['customer.bio generated'],
  },
  {
    name: 'personal data inside a column that says nothing itself',
    yaml: (yaml) =>
      yaml.replace(
        '{name: seen, ',
        '{name: seen, fields: [{name: by, fields: [{name: mail, data_categories: [user.contact]}]}], ',
      ),
    expected: ['customer.seen.by.mail unsupported_type'],
  },
  {
    name: 'a table without a key',
    ddl: (scratch, { dropKey }) => scratch.run(dropKey('visit')),
    expected: ['visit no_key', 'visit.email not_null'],
  },
]

/** Obstacles are found before anything changes, and stop the erasure. */
export function findsObstacles(harness: Harness): void {
  const shop = freshShop(harness)

  describe('what stands in the way', () => {
    test.each(CASES)('$name', async ({ ddl, yaml = (same: string) => same, expected }) => {
      await ddl?.(shop.scratch, harness.dialect)
      const { connector, plan } = await shop.prepare(yaml(YAML))
      const before = await shop.everything()
      expect(await kinds(connector, plan)).toEqual(expected)
      expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
      expect(await shop.everything()).toEqual(before)
    })
  })

  test('rights are looked at one by one', async () => {
    const url = await shop.scratch.account(
      ['SELECT', '*'],
      ['UPDATE (name, token, bio, address_id)', 'customer'],
      ['DELETE', 'visit'],
      ['DELETE', 'item'],
    )
    const { connector, plan } = await shop.prepare(YAML, url)
    const { visit } = (await connector.check(never)).collections
    expect(visit?.rights).toEqual({ read: true, change: false, delete: true })
    expect((await kinds(connector, plan)).sort()).toEqual([
      'address permission',
      'customer.email permission',
      'invoice permission',
      'invoice.memo permission',
      'orders permission',
      'pair permission',
    ])
    expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
  })

  test('a trigger is reported and stops nothing', async () => {
    await shop.scratch.run(...harness.dialect.idle('visit'))
    const { connector, plan } = await shop.prepare()
    expect(await connector.preflight(plan, never)).toEqual([
      { collection: 'visit', field: null, kind: 'trigger', blocking: false },
    ])
    expect(await connector.erase(plan, never)).toMatchObject({ ok: true, value: { visit: { planned: 1, deleted: 1 } } })
  })
}
