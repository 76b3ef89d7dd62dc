import { afterEach, beforeEach, expect, test } from 'vitest'
import { draftDataset } from '#domain/dataset/draft.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'
import { planOf } from '#domain/erasure/test-plan.ts'
import { openMysql } from '../mysql.ts'
import { datasetOf } from '../scratch-database.ts'
import { matching, readAll } from '../suite/find.ts'
import { never, type Scratch } from '../suite/harness.ts'
import { readMysqlSchema } from './draft.ts'
import { mysql } from './test-harness.ts'

let ground: Scratch
beforeEach(async () => {
  ground = await mysql.scratch(
    `CREATE TABLE customer (id int PRIMARY KEY, email varchar(100), doc json, tags set('a', 'b'), FULLTEXT (email))`,
    'CREATE TABLE letter (a int, b int, customer_id int, PRIMARY KEY (a, b), FOREIGN KEY (customer_id) REFERENCES customer (id))',
    `INSERT INTO customer VALUES (1, 'me@example.com', '{}', 'a')`,
    'CREATE TABLE old (id int PRIMARY KEY, email varchar(100)) ENGINE=MyISAM',
    'CREATE TABLE kept (id int PRIMARY KEY, email varchar(100)) WITH SYSTEM VERSIONING',
    `INSERT INTO kept VALUES (1, 'me@x')`,
  )
})
afterEach(() => ground.drop())

const map = (table: string) =>
  datasetOf(`dataset: [{fides_key: d, collections: [{name: ${table}, fields: [{name: id}, {name: email}]}]}]`)
const gone = (collection: string) => planOf([{ collection, delete: [['1']] }])

test('a first dataset is drafted from the live schema, and is read again as it is', async () => {
  const live = await readMysqlSchema(ground.url, null, never)
  expect(live.tables.map(({ name, key }) => [name, key])).toEqual([
    ['customer', ['id']],
    ['kept', ['id']],
    ['letter', ['a', 'b']],
    ['old', ['id']],
  ])
  expect(live.links).toEqual([{ child: 'letter', childField: 'customer_id', parent: 'customer', parentField: 'id' }])
  const types = Object.fromEntries(live.tables[0]?.columns.map(({ name, dataType }) => [name, dataType]) ?? [])
  expect(types).toEqual({ id: 'integer', email: 'string', doc: 'object', tags: 'string[]' })
  expect(readDataset(draftDataset('d', live)).ok).toBe(true)
})

test('a table without transactions is said to be one, and no correction is written into it', async () => {
  const connector = openMysql(ground.url, map('old'))
  const plan = await gone('old')
  expect(await connector.preflight(plan, never)).toEqual([
    { collection: 'old', field: null, kind: 'no_transaction', blocking: false },
  ])
  expect(await connector.erase(plan, never)).toMatchObject({ ok: true })
  const change = { collection: 'old', key: ['1'], field: 'email', from: 'x', to: 'y' }
  expect((await connector.change([change], never)).problems).toEqual([{ at: 0, problem: 'not_writable' }])
  await connector.close()
})

test('a table that keeps every version of its rows cannot be erased from', async () => {
  const connector = openMysql(ground.url, map('kept'))
  const plan = await gone('kept')
  expect(await connector.preflight(plan, never)).toEqual([
    { collection: 'kept', field: null, kind: 'history', blocking: true },
  ])
  expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
  expect(await ground.rows('kept')).toHaveLength(1)
  await connector.close()
})

test('an address sets no option of the driver', async () => {
  const connector = openMysql(
    `${ground.url}?multipleStatements=true&debug=true&ssl-mode=DISABLED&flags=LOCAL_FILES`,
    map('customer'),
  )
  const hostile = `x'; DELETE FROM customer; -- `
  expect(await readAll(connector, 'customer', [matching(['email'], [hostile])])).toEqual([])
  expect(await ground.rows('customer')).toHaveLength(1)
  await connector.close()
  const guarded = openMysql(`${ground.url}?ssl-mode=VERIFY_IDENTITY`, map('customer'))
  await expect(guarded.check(never)).rejects.toMatchObject({ kind: 'connection_refused' })
  await guarded.close()
})

test('whoever reads could not write', async () => {
  const sessions = `(SELECT trx_is_read_only AS may_only_read, p.ID FROM information_schema.INNODB_TRX t
    JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id WHERE p.DB = DATABASE() AND p.ID <> CONNECTION_ID()) s`
  const connector = openMysql(ground.url, map('customer'))
  for await (const rows of connector.read('customer', [matching(['id'], ['1'])], never)) {
    expect(rows).toHaveLength(1)
    expect(await ground.rows(sessions)).toMatchObject([{ may_only_read: '1' }])
  }
  await connector.close()
})

test('what is cancelled ends on the server too', async () => {
  await ground.run(...mysql.dialect.slow('customer', 'UPDATE'))
  const connector = openMysql(ground.url, map('customer'))
  const stop = new AbortController()
  const change = { collection: 'customer', key: ['1'], field: 'email', from: 'me@example.com', to: 'new@example.com' }
  const changing = connector.change([change], stop.signal)
  await ground.working('UPDATE', 'customer')
  stop.abort()
  await expect(changing).rejects.toMatchObject({ kind: 'cancelled' })
  await ground.run(mysql.dialect.dropSlow('customer')) // would wait for the statement's lock
  expect(await ground.rows('customer')).toMatchObject([{ email: 'me@example.com' }])
  await connector.close()
})

test('rows of a table that names itself, where the link may not be empty, are left and said', async () => {
  await ground.run(
    'CREATE TABLE node (id int PRIMARY KEY, email varchar(40), up int NOT NULL, FOREIGN KEY (up) REFERENCES node (id))',
    `INSERT INTO node VALUES (1, 'me@x', 1), (2, 'me@x', 1), (3, 'me@x', 2)`,
  )
  const connector = openMysql(ground.url, map('node'))
  try {
    const plan = await planOf([{ collection: 'node', delete: [['1'], ['2'], ['3']] }])
    expect(await connector.preflight(plan, never)).toMatchObject([{ collection: 'node', kind: 'foreign_key' }])
    expect(await connector.erase(plan, never)).toEqual({ ok: false, reason: 'obstacles' })
    expect(await ground.rows('node')).toHaveLength(3)
  } finally {
    await connector.close()
  }
})
