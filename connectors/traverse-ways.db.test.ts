import { afterEach, expect, test } from 'vitest'
import { buildGraph } from '#domain/dataset/graph.ts'
import { openPostgres } from './postgres.ts'
import { datasetOf, scratchDatabase } from './scratch-database.ts'
import { traverse } from './traverse.ts'

const drops: (() => Promise<void>)[] = []
afterEach(async () => {
  for (const drop of drops.splice(0)) await drop()
})

const id = '{name: id, fides_meta: {primary_key: true}}'
const identity = (label: string, name = label) => `{name: ${name}, fides_meta: {identity: ${label}}}`
const link = (name: string, field: string, direction = '', ours = '') =>
  `{name: ${name}, fides_meta: {references: [{dataset: d, field: ${field}${direction && `, direction: ${direction}`}}]}${ours && `, hakku_meta: ${ours}`}}`

/** `who` like `email=me@x`; the answer like `order 1 shared`. */
async function reach(ddl: string, tables: Record<string, string[]>, ...who: string[]): Promise<string[]> {
  const collections = Object.entries(tables).map(([name, fields]) => `{name: ${name}, fields: [${fields}]}`)
  const dataset = datasetOf(`dataset: [{fides_key: d, collections: [${collections}]}]`)
  const database = await scratchDatabase(ddl)
  const connector = openPostgres(database.url, dataset)
  drops.push(async () => {
    await connector.close()
    await database.drop()
  })
  const told: string[] = []
  await traverse({
    graph: buildGraph([dataset]),
    connectors: { d: connector },
    identities: who.map((one) => ({ label: one.split('=')[0] ?? '', value: one.split('=')[1] ?? '' })),
    signal: new AbortController().signal,
    onRows(collection, rows) {
      for (const { key, shared, thirdParty } of rows)
        told.push(`${collection.slice(2)} ${key.join()}${shared ? ' shared' : ''}${thirdParty ? ' third' : ''}`)
    },
  })
  return told.sort()
}

const BANK = `
CREATE TABLE person (id int PRIMARY KEY, email text, account_id int); INSERT INTO person VALUES (1, 'me@x', 7), (2, 'you@x', 8), (3, 'she@x', 8);
CREATE TABLE account (id int PRIMARY KEY); INSERT INTO account VALUES (7), (8);
CREATE TABLE movement (id int PRIMARY KEY, account_id int, merchant_id int); INSERT INTO movement VALUES (1, 7, 1), (2, 7, 2), (3, 8, 1);
CREATE TABLE merchant (id int PRIMARY KEY); INSERT INTO merchant VALUES (1), (2)`
const bank = (direction: string) => ({
  person: [id, identity('email'), link('account_id', 'account.id', 'to')],
  account: [id],
  movement: [id, link('account_id', 'account.id', direction), link('merchant_id', 'merchant.id', 'to')],
  merchant: [id],
})

test('what hangs below the person’s own account is theirs, where the dataset leads from it', async () => {
  expect(await reach(BANK, bank('from'), 'email=me@x')).toEqual([
    'account 7',
    'merchant 1 shared',
    'merchant 2',
    'movement 1',
    'movement 2',
    'person 1',
  ])
})

test('what hangs below a shared account is shared', async () => {
  expect(await reach(BANK, bank('from'), 'email=you@x')).toEqual([
    'account 8 shared',
    'merchant 1 shared',
    'movement 3 shared',
    'person 2',
  ])
})

test('a reference without direction leads down from an unshared parent only, and a person decides', async () => {
  expect(await reach(BANK, bank(''), 'email=me@x')).toContain('movement 1 shared')
  expect(await reach(BANK, bank(''), 'email=you@x')).toEqual(['account 8 shared', 'person 2'])
})

const SHOP = `
CREATE TABLE customer (id int PRIMARY KEY, email text); INSERT INTO customer VALUES (1, 'me@x'), (2, 'you@x');
CREATE TABLE employee (id int PRIMARY KEY, email text); INSERT INTO employee VALUES (1, 'staff@x'), (2, 'me@x');
CREATE TABLE card (id text PRIMARY KEY, customer_id int); INSERT INTO card VALUES ('mine', 1), ('yours', 2);
CREATE TABLE orders (id int PRIMARY KEY, customer_id int, card_id text, employee_id int); INSERT INTO orders VALUES (1, 1, 'mine', 1), (2, 2, 'mine', 1), (3, 1, 'yours', 2), (4, NULL, NULL, 1);
CREATE TABLE payslip (id int PRIMARY KEY, employee_id int); INSERT INTO payslip VALUES (1, 1), (2, 2)`
const shop = (ours = '') => ({
  customer: [id, identity('email')],
  employee: [id, identity('email')],
  card: [id, link('customer_id', 'customer.id', 'from')],
  orders: [
    id,
    link('customer_id', 'customer.id', 'from'),
    link('card_id', 'card.id', 'from'),
    link('employee_id', 'employee.id', 'from', ours),
  ],
  payslip: [id, link('employee_id', 'employee.id', 'from')],
})

test('somebody’s order paid with the person’s card is the other’s; staff who served it make it nobody else’s', async () => {
  expect(await reach(SHOP, shop(), 'email=me@x')).toEqual([
    'card mine',
    'customer 1',
    'employee 2',
    'orders 1',
    'orders 2 third',
    'orders 3',
    'payslip 2',
  ])
})

test('who reaches a row only as staff sees a third party’s; their own payslip stays theirs', async () => {
  expect(await reach(SHOP, shop(), 'email=staff@x')).toEqual([
    'employee 1',
    'orders 1 third',
    'orders 2 third',
    'orders 4 third',
    'payslip 1',
  ])
})

test('what a third party’s row leads to is third party too, where a direction is stated, and nothing of the person’s own', async () => {
  const ddl = `CREATE TABLE customer (id int PRIMARY KEY, email text, place_id int); INSERT INTO customer VALUES (1, 'me@x', 5), (2, 'you@x', 6);
    CREATE TABLE employee (id int PRIMARY KEY, email text, place_id int); INSERT INTO employee VALUES (1, 'staff@x', 5);
    CREATE TABLE ticket (id int PRIMARY KEY, customer_id int, employee_id int, place_id int); INSERT INTO ticket VALUES (1, 1, 1, 5), (2, 2, 1, 6);
    CREATE TABLE reply (id int PRIMARY KEY, ticket_id int); INSERT INTO reply VALUES (1, 1), (2, 2);
    CREATE TABLE place (id int PRIMARY KEY); INSERT INTO place VALUES (5), (6)`
  const tables = (ticket: string) => ({
    customer: [id, identity('email'), link('place_id', 'place.id', 'to')],
    employee: [id, identity('email'), link('place_id', 'place.id', 'to')],
    ticket: [
      id,
      link('customer_id', 'customer.id', 'from'),
      link('employee_id', 'employee.id', 'from'),
      link('place_id', 'place.id', 'to'),
    ],
    reply: [id, link('ticket_id', 'ticket.id', ticket)],
    place: [id],
  })
  expect(await reach(ddl, tables('from'), 'email=staff@x')).toEqual([
    'employee 1',
    'place 5 shared',
    'place 6 third',
    'reply 1 third',
    'reply 2 third',
    'ticket 1 third',
    'ticket 2 third',
  ])
  expect(await reach(ddl, tables(''), 'email=staff@x')).not.toContain('reply 1 third')
  expect(await reach(ddl, tables('from'), 'email=me@x')).toEqual([
    'customer 1',
    'place 5 shared',
    'reply 1',
    'ticket 1',
  ])
})

test('the dataset’s own word overrules the guess from names', async () => {
  expect(await reach(SHOP, shop('{third_party: false}'), 'email=staff@x')).toContain('orders 1 shared')
})

test('case of an e-mail address never hides a row, by identity, by reference or in citext; other identifiers are exact', async () => {
  const ddl = `CREATE EXTENSION citext;
    CREATE TABLE person (id int PRIMARY KEY, email varchar(50), code text); INSERT INTO person VALUES (1, 'Me@X.id', 'A1'), (2, 'you@x.id', 'a1');
    CREATE TABLE mail (id int PRIMARY KEY, person_email text); INSERT INTO mail VALUES (1, 'ME@x.id'), (2, 'me@X.ID'), (3, 'You@x.id');
    CREATE TABLE lead (id int PRIMARY KEY, email citext); INSERT INTO lead VALUES (1, 'mE@x.ID'), (2, 'YOU@x.id')`
  const tables = {
    person: [id, identity('email'), identity('code')],
    mail: [id, link('person_email', 'person.email', 'from')],
    lead: [id, identity('email')],
  }
  expect(await reach(ddl, tables, 'email=me@x.ID')).toEqual(['lead 1', 'mail 1', 'mail 2', 'person 1'])
  expect(await reach(ddl, tables, 'code=a1')).toEqual(['mail 3', 'person 2'])
})

test('a value of the request leads to rows only where nothing else does, and they are nobody’s alone', async () => {
  const ddl = `CREATE TABLE site (id int PRIMARY KEY, tenant text); INSERT INTO site VALUES (1, 't1'), (2, 't2');
    CREATE TABLE person (id int PRIMARY KEY, email text, tenant text); INSERT INTO person VALUES (1, 'me@x', 't1'), (2, 'you@x', 't1')`
  const asked = '{name: tenant, fides_meta: {custom_request_field: tenant_id}}'
  const tables = { site: [id, asked], person: [id, identity('email'), asked] }
  expect(await reach(ddl, tables, 'email=me@x', 'tenant_id=t1')).toEqual(['person 1', 'site 1 shared'])
})

test('values are cast where they can be, and where not the collection is named and nothing is guessed', async () => {
  const ddl = (
    value: string,
  ) => `CREATE TABLE person (id text PRIMARY KEY, email text); INSERT INTO person VALUES ('${value}', 'me@x');
    CREATE TABLE visit (id int PRIMARY KEY, person_id int); INSERT INTO visit VALUES (1, 0), (2, 1)`
  const tables = { person: [id, identity('email')], visit: [id, link('person_id', 'person.id', 'from')] }
  expect(await reach(ddl('0'), tables, 'email=me@x')).toEqual(['person 0', 'visit 1'])
  await expect(reach(ddl('n/a'), tables, 'email=me@x')).rejects.toMatchObject({
    kind: 'value_not_castable',
    message: 'source: value_not_castable at d:visit',
  })
})
