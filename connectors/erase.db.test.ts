import pg from 'pg'
import { Temporal } from 'temporal-polyfill'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { buildGraph } from '#domain/dataset/graph.ts'
import type { Connector } from './contract.ts'
import { type ErasurePlan, planErasure } from './erasure-plan.ts'
import { openPostgres } from './postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from './scratch-database.ts'
import { traverse } from './traverse.ts'

const never = new AbortController().signal
const TODAY = Temporal.PlainDate.from('2026-11-20')
const DDL = `
CREATE TABLE address (id int PRIMARY KEY, street text NOT NULL);
CREATE TABLE customer (id int PRIMARY KEY, email varchar(100), name varchar(8) NOT NULL, token varchar(20) UNIQUE, bio text, seen timestamp, address_id int REFERENCES address);
CREATE TABLE invoice (id int PRIMARY KEY, customer_id int REFERENCES customer, issued_at timestamptz, buyer text, memo text);
CREATE TABLE visit (email text, at timestamp, page text, PRIMARY KEY (email, at));
CREATE TABLE pair (a int, b int, customer_id int, note text, PRIMARY KEY (a, b));
CREATE TABLE orders (id int PRIMARY KEY, customer_id int REFERENCES customer);
CREATE TABLE item (id int PRIMARY KEY, order_id int NOT NULL REFERENCES orders, customer_id int);
INSERT INTO address VALUES (1, 'shared'), (2, 'alone');
INSERT INTO customer VALUES (0, 'me@x', 'My Name', 't0', 'bio', '2024-01-01', 1), (1, 'you@x', 'Yours', 't1', 'bio', '2024-01-01', 1), (2, 'me@x', 'Me Too', 't2', 'bio', NULL, 2);
INSERT INTO invoice VALUES (1, 0, '2024-03-05 23:00Z', 'My Name', 'memo'), (2, 0, '2010-03-05Z', 'My Name', 'memo'), (3, 1, '2024-03-05Z', 'Yours', 'memo');
INSERT INTO visit VALUES ('me@x', '2024-01-01 00:00:00.000001', '/'), ('you@x', '2024-01-01', '/');
INSERT INTO pair VALUES (0, 10, 0, 'mine'), (0, 11, 1, 'theirs'), (1, 10, 1, 'theirs');
INSERT INTO orders VALUES (1, 0), (2, 1);
INSERT INTO item VALUES (1, 1, 0), (2, 2, 1);`

const YAML = `dataset:
- fides_key: d
  collections:
  - name: address
    hakku_meta: {erase: delete}
    fields: [{name: id, fides_meta: {primary_key: true}}, {name: street, data_categories: [user.contact]}]
  - name: customer
    fields:
    - {name: id, data_categories: [user.unique_id], fides_meta: {primary_key: true}}
    - {name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}
    - {name: name, data_categories: [user.name], hakku_meta: {erase: {mask: Terhapus-semua}}}
    - {name: token, data_categories: [user], hakku_meta: {erase: hash}}
    - {name: bio, data_categories: [user]}
    - {name: seen, data_categories: [system.operations]}
    - {name: address_id, fides_meta: {references: [{dataset: d, field: address.id, direction: to}]}, hakku_meta: {erase: null}}
  - name: invoice
    hakku_meta: {erase: {keep: {basis: UU KUP art. 28(11), until: {field: issued_at, years: 10}}}}
    fields:
    - {name: id, fides_meta: {primary_key: true}}
    - {name: customer_id, fides_meta: {references: [{dataset: d, field: customer.id, direction: from}]}}
    - {name: issued_at}
    - {name: buyer, data_categories: [user.name]}
    - {name: memo, data_categories: [user], hakku_meta: {erase: null}}
  - name: visit
    fields: [{name: email, fides_meta: {identity: email}}, {name: at}, {name: page, data_categories: [user]}]
  - name: pair
    hakku_meta: {erase: delete}
    fields: [{name: a}, {name: b}, {name: customer_id, fides_meta: {references: [{dataset: d, field: customer.id, direction: from}]}}]
  - name: item
    hakku_meta: {erase: delete}
    fields: [{name: id, fides_meta: {primary_key: true}}, {name: customer_id, fides_meta: {references: [{dataset: d, field: customer.id, direction: from}]}}]
  - name: orders
    hakku_meta: {erase: delete}
    fields: [{name: id, fides_meta: {primary_key: true}}, {name: customer_id, fides_meta: {references: [{dataset: d, field: customer.id, direction: from}]}}]
`

let database: ScratchDatabase
const open: Connector[] = []
beforeEach(async () => {
  database = await scratchDatabase(DDL)
})
afterEach(async () => {
  for (const connector of open.splice(0)) await connector.close()
  await database.drop()
})

async function prepare(
  yaml = YAML,
  url = database.url,
  categories: string[] | null = null,
): Promise<{ connector: Connector; plan: ErasurePlan }> {
  const dataset = datasetOf(yaml)
  const graph = buildGraph([dataset])
  const connector = openPostgres(url, dataset)
  open.push(connector)
  const planner = planErasure(graph, 'd', await connector.check(never), TODAY, categories)
  const identities = [{ label: 'email', value: 'me@x' }]
  await traverse({ graph, connectors: { d: connector }, identities, onRows: planner.add, signal: never })
  return { connector, plan: JSON.parse(JSON.stringify(planner.finish('salt'))) }
}
const rowsOf = async (table: string) =>
  (await database.sql.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)).rows.map(({ row }) => row)
const everything = async () =>
  Object.fromEntries(
    await Promise.all(
      'address customer invoice visit pair orders item'.split(' ').map(async (name) => [name, await rowsOf(name)]),
    ),
  )
const kinds = async (connector: Connector, plan: ErasurePlan) =>
  (await connector.preflight(plan, never)).map(
    ({ collection, field, kind }) => `${collection}${field ? `.${field}` : ''} ${kind}`,
  )

test('the whole: deletes, nulls, masks, hashes, keeps and holds, and reads again', async () => {
  const { connector, plan } = await prepare()
  expect(plan.steps.map(({ collection }) => collection).indexOf('item')).toBeLessThan(
    plan.steps.map(({ collection }) => collection).indexOf('orders'),
  )
  expect(plan.steps.find(({ collection }) => collection === 'invoice')).toEqual({
    collection: 'invoice',
    key: ['id'],
    delete: [['2']],
    change: [{ fields: { memo: { method: 'null' } }, keys: [['1']] }],
    kept: [{ fields: [], basis: 'UU KUP art. 28(11)', until: '2034-03-05', keys: [['1']] }],
    held: [],
  })
  expect(plan.steps.find(({ collection }) => collection === 'address')).toMatchObject({
    delete: [['2']],
    held: [{ why: 'shared', keys: [['1']] }],
  })
  expect(await connector.verifyGone(plan, never)).toMatchObject({
    customer: { planned: 2, gone: 0, stillThere: 2 },
    visit: { planned: 1, stillThere: 1 },
  })

  expect(await kinds(connector, plan)).toEqual([])
  const counts = await connector.erase(plan, never)
  expect(counts).toMatchObject({
    ok: true,
    value: { customer: { planned: 2, changed: 2, deleted: 0 }, invoice: { planned: 2, changed: 1, deleted: 1 } },
  })

  const after = await everything()
  expect(after.customer).toEqual([
    {
      id: 0,
      email: null,
      name: 'Terhapus',
      token: expect.stringMatching(/^[0-9a-f]{20}$/),
      bio: null,
      seen: '2024-01-01T00:00:00',
      address_id: null,
    },
    { id: 1, email: 'you@x', name: 'Yours', token: 't1', bio: 'bio', seen: '2024-01-01T00:00:00', address_id: 1 },
    {
      id: 2,
      email: null,
      name: 'Terhapus',
      token: expect.stringMatching(/^[0-9a-f]{20}$/),
      bio: null,
      seen: null,
      address_id: null,
    },
  ])
  expect(new Set(after.customer?.map(({ token }: { token: string }) => token)).size).toBe(3)
  expect(after.invoice).toMatchObject([
    { id: 1, buyer: 'My Name', memo: null },
    { id: 3, memo: 'memo' },
  ])
  expect(after.visit).toMatchObject([{ email: 'you@x' }])
  expect(after.pair).toMatchObject([
    { a: 0, b: 11 },
    { a: 1, b: 10 },
  ])
  expect(after.address).toEqual([{ id: 1, street: 'shared' }])
  expect([after.orders, after.item]).toMatchObject([[{ id: 2 }], [{ id: 2 }]])
  for (const { stillThere } of Object.values(await connector.verifyGone(plan, never))) expect(stillThere).toBe(0)

  expect(await connector.erase(plan, never)).toMatchObject({
    ok: true,
    value: { visit: { deleted: 0 }, customer: { changed: 2 } },
  })
  expect(await everything()).toEqual(after)
  await database.sql.query(`UPDATE customer SET name = 'back' WHERE id = 0`)
  expect(await connector.verifyGone(plan, never)).toMatchObject({ customer: { planned: 2, gone: 1, stillThere: 1 } })
})

test('only the categories asked for: rows stay, unless the key itself must go', async () => {
  const { plan } = await prepare(YAML, database.url, ['user.contact'])
  expect(
    plan.steps.map(({ collection, delete: gone, change }) => [
      collection,
      gone.length,
      change.flatMap(({ fields }) => Object.keys(fields)),
    ]),
  ).toEqual([
    ['customer', 0, ['email']],
    ['address', 0, ['street']],
  ])
})

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
    expect((await connector.verifyGone(plan, never)).visit).toEqual({ planned: 1, gone: 0, stillThere: 1 })
  })
})

describe('all or nothing', () => {
  const late = `CREATE FUNCTION wait() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(30); RETURN OLD; END'; CREATE TRIGGER wait BEFORE DELETE ON address FOR EACH ROW EXECUTE FUNCTION wait()`
  const busy = async () => {
    for (;;) {
      const { rows } = await database.sql.query(
        `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hakku' AND state = 'active' AND query LIKE 'DELETE FROM%address%'`,
      )
      if (rows[0]) return rows[0].pid
      await new Promise((resolve) => setTimeout(resolve, 20))
    }
  }
  test('the server ends the session in the last step: nothing has changed, and a second run does it all', async () => {
    await database.sql.query(late)
    const { connector, plan } = await prepare()
    const before = await everything()
    const erasing = connector.erase(plan, never).catch((error: unknown) => error)
    await database.sql.query('SELECT pg_terminate_backend($1)', [await busy()])
    expect(await erasing).toMatchObject({ kind: 'connection_lost' })
    expect(await everything()).toEqual(before)
    await database.sql.query('DROP TRIGGER wait ON address')
    expect(await connector.erase(plan, never)).toMatchObject({ ok: true })
    for (const { stillThere } of Object.values(await connector.verifyGone(plan, never))) expect(stillThere).toBe(0)
  })

  test('cancelled in the last step: nothing has changed', async () => {
    await database.sql.query(late)
    const { connector, plan } = await prepare()
    const before = await everything()
    const stop = new AbortController()
    const erasing = connector.erase(plan, stop.signal).catch((error: unknown) => error)
    await busy()
    stop.abort()
    expect(await erasing).toMatchObject({ kind: 'cancelled' })
    expect(await everything()).toEqual(before)
  })

  test('a check that only the data can break is a named fault, and nothing has changed', async () => {
    await database.sql.query(`ALTER TABLE customer ADD CHECK (name <> 'Terhapus')`)
    const { connector, plan } = await prepare()
    const before = await everything()
    await expect(connector.erase(plan, never)).rejects.toMatchObject({
      kind: 'constraint',
      message: 'source: constraint',
    })
    expect(await everything()).toEqual(before)
  })
})

test('rows that name each other go together when the database lets checks wait', async () => {
  const ring = (
    deferrable: string,
  ) => `CREATE TABLE man (id int PRIMARY KEY, email text, wife int); CREATE TABLE woman (id int PRIMARY KEY, husband int REFERENCES man ${deferrable}); ALTER TABLE man ADD FOREIGN KEY (wife) REFERENCES woman ${deferrable};
    INSERT INTO man VALUES (1, 'me@x', NULL); INSERT INTO woman VALUES (1, 1); UPDATE man SET wife = 1`
  const yaml = `dataset: [{fides_key: d, collections: [
    {name: man, hakku_meta: {erase: delete}, fields: [{name: id, fides_meta: {primary_key: true}}, {name: email, fides_meta: {identity: email}}, {name: wife, fides_meta: {references: [{dataset: d, field: woman.id}]}}]},
    {name: woman, hakku_meta: {erase: delete}, fields: [{name: id, fides_meta: {primary_key: true}}, {name: husband, fides_meta: {references: [{dataset: d, field: man.id}]}}]}]}]`
  await database.sql.query(ring('DEFERRABLE'))
  const waiting = await prepare(yaml)
  expect(await waiting.connector.erase(waiting.plan, never)).toMatchObject({
    ok: true,
    value: { man: { deleted: 1 }, woman: { deleted: 1 } },
  })
  await database.sql.query(`DROP TABLE man, woman CASCADE; ${ring('')}`)
  const strict = await prepare(yaml)
  expect(await kinds(strict.connector, strict.plan)).toHaveLength(1)
  expect(await strict.connector.erase(strict.plan, never)).toEqual({ ok: false, reason: 'obstacles' })
})

test('12,000 rows in a few statements', async () => {
  await database.sql.query(`INSERT INTO pair SELECT n, 0, 0, 'x' FROM generate_series(1, 12000) n`)
  const { connector, plan } = await prepare()
  expect(await connector.erase(plan, never)).toMatchObject({
    ok: true,
    value: { pair: { planned: 12_001, deleted: 12_001 } },
  })
  expect(await rowsOf('pair')).toHaveLength(2)
})

afterAll(async () => {
  const admin = new pg.Client(database.url.replace(/\/[^/]*$/, '/postgres'))
  await admin.connect()
  const { rows } = await admin.query('SELECT FROM pg_database WHERE datname = $1', [database.name])
  expect(rows).toHaveLength(0)
  await admin.end()
})
