import { describe, expect, test } from 'vitest'
import { database, everything, freshShop, kinds, never, open, prepare, YAML } from './test-shop.ts'

freshShop()

describe('obstacles are found before anything changes, and stop the erasure', () => {
  const cases: [string, string, (yaml: string) => string, string[]][] = [
    [
      'a null where none may be',
      '',
      (yaml) => yaml.replace('{mask: Terhapus-semua}', 'null'),
      ['customer.name not_null'],
    ],
    [
      'a change of the key',
      '',
      (yaml) =>
        yaml.replace(
          'user.unique_id], fides_meta: {primary_key: true}',
          'user.unique_id], fides_meta: {primary_key: true}, hakku_meta: {erase: hash}',
        ),
      ['customer.id key'],
    ],
    [
      'a hash of a timestamp',
      '',
      (yaml) =>
        yaml.replace('{name: seen, data_categories: [system.operations]', '{name: seen, hakku_meta: {erase: hash}'),
      ['customer.seen unsupported_type'],
    ],
    [
      'one text in a unique column',
      '',
      (yaml) => yaml.replace('erase: hash', 'erase: mask'),
      ['customer.token unique'],
    ],
    [
      'a read-only field',
      '',
      (yaml) => yaml.replace('{identity: email}}\n', '{identity: email, read_only: true}}\n'),
      ['customer.email read_only'],
    ],
    [
      'a strategy that can be reversed',
      '',
      (yaml) =>
        yaml.replace('{name: bio, ', '{name: bio, fides_meta: {masking_strategy_override: {strategy: aes_encrypt}}, '),
      ['customer.bio unsupported_strategy'],
    ],
    [
      'a kept row without an end',
      'UPDATE invoice SET issued_at = NULL WHERE id = 1',
      (yaml) => yaml,
      ['invoice no_end_date'],
    ],
    [
      'a stranger that names the row',
      'CREATE SCHEMA far; CREATE TABLE far.away (id int PRIMARY KEY, "order" int REFERENCES orders); INSERT INTO far.away VALUES (1, 1)',
      (yaml) => yaml,
      ['orders foreign_key'],
    ],
    [
      'a cascade to rows nobody looked at',
      'CREATE TABLE log (order_id int REFERENCES orders ON DELETE CASCADE); INSERT INTO log VALUES (1)',
      (yaml) => yaml,
      ['orders foreign_key'],
    ],
    [
      'a generated column',
      'ALTER TABLE customer DROP bio; ALTER TABLE customer ADD bio text GENERATED ALWAYS AS (upper(email)) STORED',
      (yaml) => yaml,
      ['customer.bio generated'],
    ],
    [
      'personal data inside a column that says nothing itself',
      '',
      (yaml) =>
        yaml.replace(
          '{name: seen, ',
          '{name: seen, fields: [{name: by, fields: [{name: mail, data_categories: [user.contact]}]}], ',
        ),
      ['customer.seen unsupported_type'],
    ],
    [
      'a table without a key',
      'ALTER TABLE visit DROP CONSTRAINT visit_pkey',
      (yaml) => yaml,
      ['visit no_key', 'visit.email not_null'],
    ],
  ]
  test.each(cases)('%s', async (_name, ddl, change, expected) => {
    if (ddl) await database.sql.query(ddl)
    const { connector, plan } = await prepare(change(YAML))
    const before = await everything()
    expect(await kinds(connector, plan)).toEqual(expected)
    expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
    expect(await everything()).toEqual(before)
  })

  test('rights are looked at one by one', async () => {
    const role = `weak_${database.name.slice(-8)}`
    await database.sql.query(
      `CREATE ROLE ${role} LOGIN PASSWORD 'weak'; GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${role}; GRANT UPDATE (name, token, bio, address_id) ON customer TO ${role}; GRANT DELETE ON visit, item TO ${role}`,
    )
    const url = new URL(database.url)
    url.username = role
    url.password = 'weak'
    const { connector, plan } = await prepare(YAML, url.href)
    expect((await connector.check(never)).collections.visit?.rights).toEqual({
      read: true,
      change: false,
      delete: true,
    })
    expect((await kinds(connector, plan)).sort()).toEqual([
      'address permission',
      'customer.email permission',
      'invoice permission',
      'invoice.memo permission',
      'orders permission',
      'pair permission',
    ])
    expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
    for (const one of open.splice(0)) await one.close()
    await database.sql.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
  })

  test('a trigger is reported; one that keeps the row is caught by the second read', async () => {
    await database.sql.query(
      `CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'; CREATE TRIGGER stay BEFORE DELETE ON visit FOR EACH ROW EXECUTE FUNCTION stay()`,
    )
    const { connector, plan } = await prepare()
    expect(await connector.preflight(plan, never)).toEqual([
      { collection: 'visit', field: null, kind: 'trigger', blocking: false },
    ])
    expect(await connector.erase(plan, never)).toMatchObject({ ok: true, value: { visit: { planned: 1, deleted: 0 } } })
    expect((await connector.verifyGone(plan, never)).visit).toMatchObject({ planned: 1, gone: 0, stillThere: 1 })
  })
})
