import { describe, expect, test } from 'vitest'
import { database, everything, freshShop, kinds, never, prepare, rowsOf, YAML } from './test-shop.ts'

freshShop()

test('the whole: deletes, nulls, masks, hashes, keeps and holds, and reads again', async () => {
  const { connector, plan } = await prepare()
  expect(plan.steps.map(({ collection }) => collection).indexOf('item')).toBeLessThan(
    plan.steps.map(({ collection }) => collection).indexOf('orders'),
  )
  expect(plan.steps.find(({ collection }) => collection === 'invoice')).toEqual({
    owners: { '["1"]': expect.any(String), '["2"]': expect.any(String) },
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
    value: {
      customer: { planned: 2, changed: 2, deleted: 0, fields: { email: 2, name: 2, token: 2, bio: 2, address_id: 2 } },
      invoice: { planned: 2, changed: 1, deleted: 1 },
    },
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
  expect((await connector.remaining(plan, never)).steps).toEqual([])
  await database.sql.query(`UPDATE customer SET name = 'back' WHERE id = 0; INSERT INTO orders VALUES (1, 0)`)
  expect(await connector.verifyGone(plan, never)).toMatchObject({
    customer: {
      planned: 2,
      gone: 1,
      stillThere: 1,
      fields: { name: { stillThere: 1 }, email: { stillThere: 0 }, token: { stillThere: 0 } },
    },
  })
  const { steps } = await connector.remaining(plan, never)
  expect(
    steps.map(({ collection, delete: rows, change }) => [collection, rows, change.map(({ keys }) => keys)]),
  ).toEqual(
    expect.arrayContaining([
      ['customer', [], [[['0']]]],
      ['orders', [['1']], []],
    ]),
  )
  expect(steps).toHaveLength(2)
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
  expect(await kinds(strict.connector, strict.plan)).toEqual([])
  expect(await strict.connector.erase(strict.plan, never)).toMatchObject({ ok: true, value: { woman: { deleted: 1 } } })
  expect(await rowsOf('man')).toEqual([])

  const tight = `${ring('')}; ALTER TABLE man ALTER wife SET NOT NULL; ALTER TABLE woman ALTER husband SET NOT NULL`
  await database.sql.query(`DROP TABLE man, woman CASCADE; ${tight}`)
  const bound = await prepare(yaml)
  expect(await kinds(bound.connector, bound.plan)).toHaveLength(1)
  expect(await bound.connector.erase(bound.plan, never)).toEqual({ ok: false, reason: 'obstacles' })
  expect(await rowsOf('man')).toHaveLength(1)
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

test('a foreign strategy keeps its length and suffix, each row its own text; erase_after is obeyed', async () => {
  const strategy =
    '{strategy: random_string_rewrite, configuration: {length: 12, format_preservation: {suffix: "@gone"}}}'
  const yaml = YAML.replace(
    '{name: token, data_categories: [user], hakku_meta: {erase: hash}}',
    `{name: token, data_categories: [user], fides_meta: {masking_strategy_override: ${strategy}}}`,
  ).replace('- name: visit\n', '- name: visit\n    fides_meta: {erase_after: [d.customer]}\n')
  const before = (await prepare()).plan.steps.map(({ collection }) => collection)
  const { connector, plan } = await prepare(yaml)
  const order = plan.steps.map(({ collection }) => collection)
  expect(before.indexOf('visit')).toBeLessThan(before.indexOf('customer'))
  expect(order.indexOf('visit')).toBeGreaterThan(order.indexOf('customer'))
  expect(await connector.erase(plan, never)).toMatchObject({ ok: true })
  expect(await connector.verifyGone(plan, never)).toMatchObject({ customer: { planned: 2, gone: 2 } })
  const tokens = (await rowsOf('customer')).map(({ token }) => token)
  expect(tokens).toEqual([
    expect.stringMatching(/^[0-9a-f]{7}@gone$/),
    't1',
    expect.stringMatching(/^[0-9a-f]{7}@gone$/),
  ])
  expect(new Set(tokens).size).toBe(3)
})

const keysOf = async (connector: Awaited<ReturnType<typeof prepare>>['connector'], collection: string) => {
  const batches = []
  for await (const keys of connector.keys(collection, never)) batches.push(keys)
  return batches
}

test('all keys come in batches and in order, as they are read', async () => {
  await database.sql.query(`INSERT INTO pair SELECT n % 7, n, 1, 'x' FROM generate_series(100, 10098) n`)
  const { connector } = await prepare()
  const batches = await keysOf(connector, 'pair')
  expect(batches.map(({ length }) => length)).toEqual([5_000, 5_000, 2])
  expect(new Set(batches.flat().map((key) => key.join())).size).toBe(10_002)
  expect((await keysOf(connector, 'visit')).flat()).toEqual([
    ['me@x', '2024-01-01 00:00:00.000001'],
    ['you@x', '2024-01-01 00:00:00'],
  ])
})

const METHODS = `CREATE TABLE person (id int PRIMARY KEY, email text NOT NULL, mail varchar(12) NOT NULL, name varchar(10), card text,
  born date NOT NULL, ref uuid NOT NULL, photo bytea NOT NULL, score int NOT NULL, mood text[]);
INSERT INTO person VALUES (1, 'me@x', 'ani@x.example'::varchar(12), 'Ani', '4111111111111111', '1990-01-01', gen_random_uuid(), '\\x00', 5, '{a}'),
  (2, 'me@x', 'no-at-sign', 'Siti Wahyu', '123', '1991-01-01', gen_random_uuid(), '\\x00', 6, '{a}'),
  (3, 'me@x', 'a@b', NULL, NULL, '1992-01-01', gen_random_uuid(), '\\x00', 7, NULL)`
const methods = (change: Record<string, string>) => `dataset: [{fides_key: d, collections: [{name: person, fields: [
  {name: id, fides_meta: {primary_key: true}}, {name: email, fides_meta: {identity: email}, hakku_meta: {erase: {mask: gone}}}, 
  ${Object.entries(change)
    .map(([name, erase]) => `{name: ${name}, hakku_meta: {erase: ${erase}}}`)
    .join(', ')}]}]}]`

test('each method by type: patterns, fixed values, hashes; a second run changes nothing, and a second read agrees', async () => {
  await database.sql.query(METHODS)
  const { connector, plan } = await prepare(
    methods({
      mail: "{mask: '{first:1}***@{domain}'}",
      name: "{mask: '{first:1}***'}",
      card: "{mask: '**** {last:4}'}",
      born: "{mask: '1900-01-01'}",
      score: "{mask: '0'}",
      ref: 'hash',
      photo: 'hash',
    }),
  )
  expect(await kinds(connector, plan)).toEqual([])
  expect(await connector.erase(plan, never)).toMatchObject({ ok: true, value: { person: { changed: 3 } } })
  const after = await rowsOf('person')
  expect(after).toMatchObject([
    { mail: '***@x.exampl', name: '***', card: '**** 1111', born: '1900-01-01', score: 0 },
    { mail: 'n***', name: 'S***', card: '**** ', born: '1900-01-01', score: 0 },
    { mail: '***@b', name: null, card: null, born: '1900-01-01', score: 0 },
  ])
  expect(new Set(after.map(({ ref }) => ref)).size).toBe(3)
  expect(await connector.verifyGone(plan, never)).toMatchObject({ person: { planned: 3, gone: 3, stillThere: 0 } })
  expect(await connector.erase(plan, never)).toMatchObject({ ok: true })
  expect(await rowsOf('person')).toEqual(after)
})

test.each([
  ['a text that is no date', { born: '{mask: Terhapus}' }, 'person.born unsupported_type'],
  ['a pattern on a number', { score: "{mask: '{first:1}0'}" }, 'person.score unsupported_type'],
  ['a hash of a number', { score: 'hash' }, 'person.score unsupported_type'],
  ['null where none may be', { born: 'null' }, 'person.born not_null'],
  ['a mask of a list', { mood: '{mask: x}' }, 'person.mood unsupported_type'],
] as [string, Record<string, string>, string][])(
  '%s is named before anything changes',
  async (_name, change, obstacle) => {
    await database.sql.query(METHODS)
    const { connector, plan } = await prepare(methods(change))
    const before = await rowsOf('person')
    expect(await kinds(connector, plan)).toEqual([obstacle])
    expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
    expect(await rowsOf('person')).toEqual(before)
  },
)
