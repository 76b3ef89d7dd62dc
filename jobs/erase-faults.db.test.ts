import { Temporal } from 'temporal-polyfill'
import { afterEach, expect, test } from 'vitest'
import { transact } from '#data/db.ts'
import { newErasure } from './test-erasure.ts'

const open: Awaited<ReturnType<typeof newErasure>>[] = []
afterEach(async () => {
  for (const { shop, others } of open.splice(0)) for (const one of [shop, ...others]) await one.drop()
})
async function approved(options?: Parameters<typeof newErasure>[0]) {
  const erasure = await newErasure(options)
  open.push(erasure)
  await erasure.review()
  await erasure.approve()
  return erasure
}

/** The last act of the erasing transaction takes a table away: it commits, and the second read cannot be made. */
const BREAK_AFTER = `CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN ALTER TABLE IF EXISTS address RENAME TO away; RETURN NULL; END';
  CREATE CONSTRAINT TRIGGER lose AFTER DELETE ON orders DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION lose()`

test('a source that is lost between the erasure and the second read: nothing is certified until it was read', async () => {
  const erasure = await approved()
  await erasure.shop.sql.query(BREAK_AFTER)
  await expect(erasure.execute()).rejects.toThrow('schema_mismatch')
  expect(await erasure.rows('orders')).toHaveLength(1)
  expect(await erasure.task('erase')).toMatchObject({ state: 'running', outcome: null })
  expect(await erasure.certificates()).toEqual([])
  await erasure.shop.sql.query('ALTER TABLE away RENAME TO address; DROP TRIGGER lose ON orders')
  await erasure.work()
  const [certificate, ...more] = await erasure.certificates()
  expect(more).toEqual([])
  const orders = certificate?.sources[0]?.collections.find(({ name }) => name === 'orders')
  // The second run found nothing left to delete, and says so; what counts is that the second read saw nothing.
  expect(orders).toMatchObject({ erased: 2, verifiedGone: true, reported: { erased: 0 }, since: { vanished: 0 } })
}, 60_000)

test('a constraint that only the data breaks: nothing is half done, and the request waits', async () => {
  const erasure = await approved()
  await erasure.shop.sql.query(`ALTER TABLE customer ADD CHECK (name <> 'M***')`)
  await expect(erasure.execute()).rejects.toThrow('constraint')
  expect(await erasure.rows('orders')).toHaveLength(3)
  expect((await erasure.request()).status).toBe('executing')
  await erasure.work(6)
  expect(await erasure.task('erase')).toMatchObject({ state: 'failed', reason: 'constraint' })
  expect(await erasure.certificates()).toEqual([])
}, 60_000)

test('what could not be carried out for long is read again before it is', async () => {
  let late = 0
  const at = () => Temporal.Now.instant().add({ minutes: late })
  const erasure = await approved({ at })
  await erasure.shop.sql.query(`ALTER TABLE customer ADD CONSTRAINT no CHECK (name <> 'M***')`)
  await expect(erasure.execute()).rejects.toThrow('constraint')
  await erasure.shop.sql.query(
    `ALTER TABLE customer DROP CONSTRAINT no; UPDATE customer SET address_id = 1 WHERE id = 1`,
  )
  late = 20
  await erasure.work()
  expect(await erasure.rows('address')).toHaveLength(2)
  expect((await erasure.events()).filter(({ type }) => type === 'erasure.reread')).toMatchObject([
    { left: 0 },
    { left: 1 },
  ])
}, 60_000)

const DESK = {
  ddl: `CREATE TABLE ticket (id int PRIMARY KEY, customer int, words text);
    INSERT INTO ticket VALUES (1, 0, 'mine'), (2, 1, 'yours')`,
  yaml: `dataset:
- fides_key: desk
  collections:
  - name: ticket
    hakku_meta: {erase: delete}
    fields:
    - {name: id, fides_meta: {primary_key: true}}
    - {name: customer, fides_meta: {references: [{dataset: shop, field: customer.id, direction: from}]}}
    - {name: words, data_categories: [user]}
`,
}

test('sources that lead to each other are all read again before one erases', async () => {
  const erasure = await approved({ also: [DESK] })
  await erasure.others[0]?.sql.query(`INSERT INTO ticket VALUES (3, 0, 'new')`)
  await erasure.execute()
  expect((await erasure.others[0]?.sql.query('SELECT id FROM ticket'))?.rows).toEqual([{ id: 2 }])
  const types = (await erasure.events()).filter(
    ({ type, purpose }) => type === 'erasure.reread' || (type === 'task.finished' && purpose === 'erase'),
  )
  expect(types.map(({ type }) => type)).toEqual(['erasure.reread', 'erasure.reread', 'task.finished', 'task.finished'])
  const [certificate] = await erasure.certificates()
  const ticket = certificate?.sources.flatMap(({ collections }) => collections).find(({ name }) => name === 'ticket')
  expect(ticket).toMatchObject({ erased: 2, since: { added: 1 }, verifiedGone: true })
  const tasks = await transact(erasure.system, (tx) =>
    tx.task.findMany({ where: { requestId: erasure.requestId, purpose: 'erase' } }),
  )
  expect(tasks.map(({ state }) => state)).toEqual(['done', 'done'])
}, 60_000)
