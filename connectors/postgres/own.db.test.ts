import pg from 'pg'
import { expect, test } from 'vitest'
import { listedIn } from '#domain/erasure/test-plan.ts'
import { STATEMENT_KEYS } from '../chunks.ts'
import { openPostgres } from '../postgres.ts'
import { datasetOf } from '../scratch-database.ts'
import { matching, readAll } from '../suite/find.ts'
import { never } from '../suite/harness.ts'
import { freshShop } from '../suite/shop.ts'
import { postgres } from './test-harness.ts'
import { TYPES } from './test-types.ts'

const shop = freshShop(postgres)

test('checks that may wait let rows that name each other go together', async () => {
  await shop.scratch.run(
    'CREATE TABLE man (id int PRIMARY KEY, email text, wife int NOT NULL)',
    'CREATE TABLE woman (id int PRIMARY KEY, husband int NOT NULL REFERENCES man DEFERRABLE)',
    'ALTER TABLE man ADD FOREIGN KEY (wife) REFERENCES woman DEFERRABLE',
    `WITH he AS (INSERT INTO man VALUES (1, 'me@x', 1)) INSERT INTO woman VALUES (1, 1)`,
  )
  const { connector, plan } = await shop.prepare(
    `dataset: [{fides_key: d, collections: [
      {name: man, hakku_meta: {erase: delete}, fields: [{name: id}, {name: email, fides_meta: {identity: email}}, {name: wife, fides_meta: {references: [{dataset: d, field: woman.id}]}}]},
      {name: woman, hakku_meta: {erase: delete}, fields: [{name: id}, {name: husband, fides_meta: {references: [{dataset: d, field: man.id}]}}]}]}]`,
  )
  expect(await connector.erase(plan, never)).toMatchObject({
    ok: true,
    value: { man: { deleted: 1 }, woman: { deleted: 1 } },
  })
})

test('a trigger that keeps the row is caught by the second read', async () => {
  await shop.scratch.run(
    `CREATE FUNCTION stay() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
    'CREATE TRIGGER stay BEFORE DELETE ON visit FOR EACH ROW EXECUTE FUNCTION stay()',
  )
  const { connector, plan } = await shop.prepare()
  expect(await connector.erase(plan, never)).toMatchObject({ ok: true, value: { visit: { planned: 1, deleted: 0 } } })
  expect((await connector.verifyGone(plan, never)).visit).toMatchObject({ planned: 1, gone: 0, stillThere: 1 })
})

test.each([
  ['text', [`a"b\\c{d},e 'f'`, 'NULL', '', ' x ']],
  ['char(5)', ['ab', 'abcde']],
  ['uuid', ['00000000-0000-0000-0000-00000000000a']],
  ['bytea', ['\\x005c22']],
  ['boolean', ['t', 'f']],
  ['numeric(30,10)', ['12345678901234567890.1234567890', '-0.0000000001']],
  ['timestamptz', ['2024-01-01 00:00:00.000001+00', '0044-03-15 00:00:00+00 BC']],
  ['mood', ['sad "quoted"', 'glad']],
  ['positive', ['1.50']],
])('rows whose key is of the type %s are found by it, and no other', async (type, keys) => {
  await shop.scratch.run(
    ...TYPES.ddl,
    `CREATE TABLE kind (id ${type} PRIMARY KEY, email text, token text)`,
    `CREATE TABLE gone (id ${type} PRIMARY KEY, email text)`,
    ...keys.flatMap((key, at) => [
      `INSERT INTO kind VALUES (${pg.escapeLiteral(key)}, 'me@x', '${at}')`,
      `INSERT INTO gone VALUES (${pg.escapeLiteral(key)}, '${at === 0 ? 'me@x' : 'you@x'}')`,
    ]),
  )
  const { connector, plan } = await shop.prepare(
    `dataset: [{fides_key: d, collections: [
      {name: kind, fields: [{name: id}, {name: email, fides_meta: {identity: email}}, {name: token, hakku_meta: {erase: hash}}]},
      {name: gone, hakku_meta: {erase: delete}, fields: [{name: id}, {name: email, fides_meta: {identity: email}}]}]}]`,
  )
  const planned = (await listedIn(plan, 'kind'))?.change[0]?.keys
  const left = await Array.fromAsync(connector.remaining(plan, never))
  expect(left.find(({ collection }) => collection === 'kind')?.keys.toSorted()).toEqual(planned?.toSorted())
  expect(await connector.erase(plan, never)).toMatchObject({
    ok: true,
    value: { kind: { changed: keys.length }, gone: { deleted: 1 } },
  })
  const tokens = (await shop.scratch.rows('kind')).map(({ token }) => token)
  expect(tokens).toEqual(keys.map(() => expect.stringMatching(/^[0-9a-f]{64}$/)))
  expect(new Set(tokens).size).toBe(keys.length)
  expect(await shop.scratch.rows('gone')).toHaveLength(keys.length - 1)
  for (const { stillThere } of Object.values(await connector.verifyGone(plan, never))) expect(stillThere).toBe(0)
})

test('where tables inherit, a key may be two rows: all of them are found, and none is changed', async () => {
  await shop.scratch.run(
    'CREATE TABLE member (id int PRIMARY KEY, email text)',
    'CREATE TABLE patron (gift text) INHERITS (member)',
    `INSERT INTO member VALUES (1, 'me@x')`,
    `INSERT INTO patron VALUES (1, 'you@x', 'theirs'), (1, 'me@x', 'mine')`,
  )
  const { connector, plan } = await shop.prepare(
    'dataset: [{fides_key: d, collections: [{name: member, hakku_meta: {erase: delete}, fields: [{name: id}, {name: email, fides_meta: {identity: email}}]}]}]',
  )
  expect(await readAll(connector, 'member', [matching(['email'], ['me@x'])])).toHaveLength(2)
  expect(await connector.preflight(plan, never)).toMatchObject([{ collection: 'member', kind: 'no_key' }])
  expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
  expect(await shop.scratch.rows('member')).toHaveLength(3)
})

test('reading writes nothing, not even what the source itself would do when it is read', async () => {
  await shop.scratch.run(
    'CREATE TABLE secret (id int PRIMARY KEY)',
    'CREATE TABLE noted (id int, at timestamptz)',
    `CREATE FUNCTION note() RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER AS 'BEGIN INSERT INTO noted VALUES (1, now()); RETURN true; END'`,
    'ALTER TABLE secret ENABLE ROW LEVEL SECURITY',
    'CREATE POLICY noting ON secret USING (note())',
    'INSERT INTO secret VALUES (1)',
  )
  const dataset = datasetOf('dataset: [{fides_key: d, collections: [{name: secret, fields: [{name: id}]}]}]')
  const connector = postgres.open(await shop.scratch.account(['SELECT', 'secret']), dataset)
  try {
    const reading = readAll(connector, 'secret', [matching(['id'], ['1'])])
    await expect(reading).rejects.toMatchObject({ kind: 'permission_denied' })
    expect(await shop.scratch.rows('noted')).toEqual([])
  } finally {
    await connector.close()
  }
})

test('a materialised view holds rows of its own: one that no map describes is told, in the schema of the map', async () => {
  await shop.scratch.run(
    'CREATE SCHEMA crm',
    'CREATE TABLE crm.lead (id int PRIMARY KEY, email text)',
    `INSERT INTO crm.lead VALUES (1, 'me@x')`,
    'CREATE MATERIALIZED VIEW crm.digest AS SELECT email FROM crm.lead',
    'CREATE VIEW crm.shown AS SELECT email FROM crm.lead',
  )
  const mapOf = (more: string) =>
    datasetOf(`dataset: [{fides_key: d, fides_meta: {namespace: {schema: crm}}, collections: [
      {name: lead, fields: [{name: id}, {name: email, fides_meta: {identity: email}}]}${more}]}]`)
  const look = async (more = '') => {
    const connector = openPostgres(shop.scratch.url, mapOf(more))
    const { problems, collections } = await connector.check(never)
    await connector.close()
    return { problems, rights: collections.digest?.rights }
  }
  expect((await look()).problems).toEqual([{ collection: 'digest', problem: 'undescribed_collection' }])
  const described = ', {name: digest, fields: [{name: email, fides_meta: {identity: email}}]}'
  expect(await look(described)).toEqual({
    problems: [{ collection: 'digest', problem: 'no_key' }],
    rights: { read: true, change: false, delete: false },
  })
  await shop.scratch.run(
    'DROP MATERIALIZED VIEW crm.digest',
    'CREATE MATERIALIZED VIEW crm.digest AS SELECT email, id FROM crm.lead',
    'CREATE TABLE crm.call (id int PRIMARY KEY)',
  )
  expect((await look(described)).problems).toEqual([
    { collection: 'digest', problem: 'no_key' },
    { collection: 'digest', field: 'id', problem: 'unclassified_field' },
    { collection: 'call', problem: 'undescribed_collection' },
  ])
})

const TREE =
  'dataset: [{fides_key: d, collections: [{name: node, hakku_meta: {erase: delete}, fields: [{name: id}, {name: email, fides_meta: {identity: email}}]}]}]'

/** More rows than one statement deletes; each names the one before, so that every statement leaves some that are named. */
const chain = (may: 'NULL' | 'NOT NULL', rows = STATEMENT_KEYS + 2): string[] => [
  `CREATE TABLE node (id int PRIMARY KEY, email text, up int ${may} REFERENCES node)`,
  'CREATE INDEX ON node (up)',
  `INSERT INTO node SELECT i, 'me@x', greatest(1, i - 1) FROM generate_series(1, ${rows}) i`,
]

test('a table that names itself goes over several statements where the link may be empty', async () => {
  await shop.scratch.run(...chain('NULL'), `INSERT INTO node VALUES (0, 'you@x', NULL)`)
  const { connector, plan } = await shop.prepare(TREE)
  expect(await connector.erase(plan, never)).toMatchObject({
    ok: true,
    value: { node: { planned: STATEMENT_KEYS + 2, deleted: STATEMENT_KEYS + 2 } },
  })
  expect(await shop.scratch.rows('node')).toMatchObject([{ id: '0' }])
}, 60_000)

test('where it may not, one statement takes them all, and for more it is said before anything changes', async () => {
  await shop.scratch.run(...chain('NOT NULL'))
  const { connector, plan } = await shop.prepare(TREE)
  expect(await connector.preflight(plan, never)).toEqual([
    { collection: 'node', field: null, kind: 'foreign_key', blocking: true },
  ])
  expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
  await shop.scratch.run('DELETE FROM node WHERE id > 40000')
  const fewer = await shop.prepare(TREE)
  expect(await fewer.connector.erase(fewer.plan, never)).toMatchObject({
    ok: true,
    value: { node: { deleted: 40_000 } },
  })
}, 60_000)
