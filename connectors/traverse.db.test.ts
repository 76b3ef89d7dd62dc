import { afterEach, expect, test } from 'vitest'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { buildGraph } from '#domain/dataset/graph.ts'
import type { Identity } from './claims.ts'
import { openPostgres } from './postgres.ts'
import { datasetOf, scratchDatabase } from './scratch-database.ts'
import { type FoundRow, traverse } from './traverse.ts'

const never = new AbortController().signal
const drops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const drop of drops.splice(0)) await drop()
})

type Table = { name: string; fields: string }
const yaml = (key: string, tables: readonly Table[]) =>
  `dataset: [{fides_key: ${key}, collections: [${tables.map(({ name, fields }) => `{name: ${name}, fields: [${fields}]}`).join(', ')}]}]`
const id = '{name: id, fides_meta: {primary_key: true}}'
const email = '{name: email, fides_meta: {identity: email}}'
const link = (name: string, target: string, extra = '', dataset = 'd') =>
  `{name: ${name}, fides_meta: {references: [{dataset: ${dataset}, field: ${target}}]}${extra && `, ${extra}`}}`

type Found = Record<string, FoundRow>
async function find(sources: { url: string; dataset: Dataset }[], identities: Identity[]): Promise<Found> {
  const open = sources.map(({ url, dataset }) => [dataset.key, openPostgres(url, dataset)] as const)
  const found: Found = {}
  await traverse({
    graph: buildGraph(sources.map(({ dataset }) => dataset)),
    connectors: Object.fromEntries(open),
    identities,
    signal: never,
    onRows(collection, rows) {
      for (const row of rows) {
        const name = `${collection.split(':')[1]} ${row.key.join()}`
        if (found[name]) throw new Error(`${name} came twice`)
        found[name] = row
      }
    },
  })
  for (const [, connector] of open) await connector.close()
  return found
}
async function setUp(ddl: string, key: string, tables: Table[]) {
  const database = await scratchDatabase(ddl)
  drops.push(database.drop)
  return { url: database.url, dataset: datasetOf(yaml(key, tables)) }
}
const told = (found: Found) =>
  Object.entries(found)
    .map(([name, { shared, thirdParty }]) => `${name}${shared ? ' shared' : ''}${thirdParty ? ' third' : ''}`)
    .sort()
const me: Identity[] = [{ label: 'email', value: 'me@x' }]

test('own rows and their children come; parents come but lead to nobody else', async () => {
  const source = await setUp(
    `CREATE TABLE person (id int PRIMARY KEY, email text, address_id int); INSERT INTO person VALUES (0, 'me@x', 1), (2, 'you@x', 1), (3, 'she@x', 3);
     CREATE TABLE address (id int PRIMARY KEY, city_id int); INSERT INTO address VALUES (1, 1), (2, 1), (3, 1);
     CREATE TABLE city (id int PRIMARY KEY); INSERT INTO city VALUES (1);
     CREATE TABLE orders (id text PRIMARY KEY, person_id int, ship_id bigint, product_id int); INSERT INTO orders VALUES ('', 0, 2, 1), ('b', 2, 3, 1), ('c', 0, 99999999999, NULL);
     CREATE TABLE product (id int PRIMARY KEY); INSERT INTO product VALUES (1);
     CREATE TABLE review (id int PRIMARY KEY, product_id int, person_id int); INSERT INTO review VALUES (1, 1, 2), (2, 1, 0);
     CREATE TABLE item (order_id text, no int, PRIMARY KEY (order_id, no)); INSERT INTO item VALUES ('', 0), ('', 1), ('b', 0)`,
    'd',
    [
      { name: 'person', fields: [id, email, link('address_id', 'address.id')].join() },
      { name: 'address', fields: [id, link('city_id', 'city.id')].join() },
      { name: 'city', fields: id },
      {
        name: 'orders',
        fields: [
          id,
          link('person_id', 'person.id'),
          link('ship_id', 'address.id'),
          link('product_id', 'product.id'),
        ].join(),
      },
      { name: 'product', fields: id },
      { name: 'review', fields: [id, link('product_id', 'product.id'), link('person_id', 'person.id')].join() },
      { name: 'item', fields: link('order_id', 'orders.id') },
    ],
  )
  const found = await find([source], me)
  expect(told(found)).toEqual([
    'address 1 shared',
    'address 2',
    'city 1 shared',
    'item ,0',
    'item ,1',
    'orders ',
    'orders c',
    'person 0',
    'product 1 shared',
    'review 2',
  ])
  expect(found['orders ']?.through).toEqual([{ kind: 'down', collection: 'd:person', fields: ['person_id'] }])
  expect(found['address 2']?.through).toEqual([{ kind: 'up', collection: 'd:orders', fields: ['ship_id'] }])
})

test('messages between two people are shared, with their attachments; staff links and strangers are third party', async () => {
  const source = await setUp(
    `CREATE TABLE person (id int PRIMARY KEY, email text); INSERT INTO person VALUES (1, 'me@x'), (2, 'you@x');
     CREATE TABLE message (id int PRIMARY KEY, sender int, recipient int); INSERT INTO message VALUES (1, 1, 2), (2, 2, 1), (3, 1, 1), (4, 2, 2);
     CREATE TABLE attachment (id int PRIMARY KEY, message_id int); INSERT INTO attachment VALUES (1, 1), (3, 3), (4, 4);
     CREATE TABLE ticket (id int PRIMARY KEY, customer int, agent int); INSERT INTO ticket VALUES (1, 1, 2), (2, 2, 1), (3, 1, 1);
     CREATE TABLE contact (id int PRIMARY KEY, person_id int, email text); INSERT INTO contact VALUES (1, 1, 'me@x'), (2, 1, 'wife@x'), (3, 1, NULL)`,
    'd',
    [
      { name: 'person', fields: [id, email].join() },
      { name: 'message', fields: [id, link('sender', 'person.id'), link('recipient', 'person.id')].join() },
      { name: 'attachment', fields: [id, link('message_id', 'message.id')].join() },
      {
        name: 'ticket',
        fields: [
          id,
          link('customer', 'person.id'),
          link('agent', 'person.id', 'hakku_meta: {third_party: true}'),
        ].join(),
      },
      { name: 'contact', fields: [id, link('person_id', 'person.id'), email].join() },
    ],
  )
  expect(told(await find([source], me))).toEqual([
    'attachment 1 shared',
    'attachment 3',
    'contact 1',
    'contact 2 third',
    'contact 3',
    'message 1 shared',
    'message 2 shared',
    'message 3',
    'person 1',
    'person 2 third',
    'ticket 1',
    'ticket 2 third',
    'ticket 3',
  ])
})

test('cycles and self references end, and a composite key with a zero part leads to one row only', async () => {
  const source = await setUp(
    `CREATE TABLE person (id int PRIMARY KEY, email text, boss int, main_order int); INSERT INTO person VALUES (1, 'me@x', 2, 1), (2, 'boss@x', 1, NULL), (3, 'mate@x', 1, 2);
     CREATE TABLE orders (id int PRIMARY KEY, person_id int, parent int); INSERT INTO orders VALUES (1, 1, 2), (2, 1, 1), (3, 3, 3);
     CREATE TABLE line (a int, b int, order_id int, PRIMARY KEY (a, b)); INSERT INTO line VALUES (0, 10, 1), (1, 10, 3), (0, 11, 3);
     CREATE TABLE parcel (id int PRIMARY KEY, a int, b int); INSERT INTO parcel VALUES (1, 0, 10), (2, 1, 10), (3, 0, 11), (4, 0, NULL)`,
    'd',
    [
      { name: 'person', fields: [id, email, link('boss', 'person.id'), link('main_order', 'orders.id')].join() },
      { name: 'orders', fields: [id, link('person_id', 'person.id'), link('parent', 'orders.id')].join() },
      {
        name: 'line',
        fields: [
          '{name: a, fides_meta: {primary_key: true}}',
          '{name: b, fides_meta: {primary_key: true}}',
          link('order_id', 'orders.id'),
        ].join(),
      },
      { name: 'parcel', fields: [id, link('a', 'line.a'), link('b', 'line.b')].join() },
    ],
  )
  expect(told(await find([source], me))).toEqual([
    'line 0,10',
    'orders 1',
    'orders 2',
    'parcel 1',
    'person 1',
    'person 2 third',
    'person 3 third',
  ])
})

test('across two sources, with several identifiers; a shared parent is found in the other source too', async () => {
  const shop = await setUp(
    `CREATE TABLE person (id int PRIMARY KEY, email text, phone text); INSERT INTO person VALUES (1, 'me@x', '+62'), (2, 'you@x', '')`,
    'd',
    [{ name: 'person', fields: [id, email, '{name: phone, fides_meta: {identity: phone}}'].join() }],
  )
  const crm = await setUp(
    `CREATE TABLE lead (id int PRIMARY KEY, person_id text, phone text, site_id int); INSERT INTO lead VALUES (1, '1', NULL, 1), (2, '2', '+63', 1), (3, NULL, '+62', 2), (4, NULL, '', NULL);
     CREATE TABLE site (id int PRIMARY KEY); INSERT INTO site VALUES (1), (2)`,
    'crm',
    [
      {
        name: 'lead',
        fields: [
          id,
          link('person_id', 'person.id'),
          '{name: phone, fides_meta: {identity: phone}}',
          link('site_id', 'site.id', '', 'crm'),
        ].join(),
      },
      { name: 'site', fields: id },
    ],
  )
  expect(told(await find([shop, crm], [...me, { label: 'phone', value: '+62' }]))).toEqual([
    'lead 1',
    'lead 3',
    'person 1',
    'site 1 shared',
    'site 2',
  ])
  expect(told(await find([shop, crm], [{ label: 'email', value: 'nobody@x' }]))).toEqual([])
  await expect(find([shop, crm], [{ label: 'phone', value: ' ' }])).rejects.toMatchObject({
    kind: 'value_not_castable',
  })
})

test('a second identifier makes a row shared only when somebody else uses it; a third-party identifier claims nothing', async () => {
  const source = await setUp(
    `CREATE TABLE person (id int PRIMARY KEY, email text, recovery text, guardian text);
     INSERT INTO person VALUES (1, 'me@x', 'me-alt@x', NULL), (2, 'me@x', 'you@x', NULL), (3, 'you@x', NULL, NULL), (4, 'kid@x', NULL, 'me@x'), (5, 'me@x', NULL, 'you@x');
     CREATE TABLE login (id int PRIMARY KEY, person_id int); INSERT INTO login SELECT n, n FROM generate_series(1, 5) n`,
    'd',
    [
      {
        name: 'person',
        fields: [
          id,
          email,
          '{name: recovery, fides_meta: {identity: email}}',
          '{name: guardian, fides_meta: {identity: email}, hakku_meta: {third_party: true}}',
        ].join(),
      },
      { name: 'login', fields: [id, link('person_id', 'person.id')].join() },
    ],
  )
  expect(told(await find([source], me))).toEqual([
    'login 1',
    'login 2 shared',
    'login 5',
    'person 1',
    'person 2 shared',
    'person 4 third',
    'person 5',
  ])
  expect(told(await find([source], [{ label: 'email', value: 'me-alt@x' }]))).toEqual([
    'login 1 shared',
    'person 1 shared',
  ])
})
