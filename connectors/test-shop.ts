import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach } from 'vitest'
import { buildGraph } from '#domain/dataset/graph.ts'
import type { Connector } from './contract.ts'
import { type ErasurePlan, planErasure } from './erasure-plan.ts'
import { openPostgres } from './postgres.ts'
import { datasetOf, type ScratchDatabase, scratchDatabase } from './scratch-database.ts'
import { traverse } from './traverse.ts'

export const never = new AbortController().signal
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

/** For tests: a small shop in which every method and every reason to hold or keep occurs. */
export const YAML = `dataset:
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

export let database: ScratchDatabase
export const open: Connector[] = []
/** A fresh shop for every test of the file that calls this. */
export function freshShop(): void {
  beforeEach(async () => {
    database = await scratchDatabase(DDL)
  })
  afterEach(async () => {
    for (const connector of open.splice(0)) await connector.close()
    await database.drop()
  })
}

export async function prepare(
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
export const rowsOf = async (table: string) =>
  (await database.sql.query(`SELECT to_jsonb(t) AS row FROM ${table} t ORDER BY 1`)).rows.map(({ row }) => row)
export const everything = async () =>
  Object.fromEntries(
    await Promise.all(
      'address customer invoice visit pair orders item'.split(' ').map(async (name) => [name, await rowsOf(name)]),
    ),
  )
export const kinds = async (connector: Connector, plan: ErasurePlan) =>
  (await connector.preflight(plan, never)).map(
    ({ collection, field, kind }) => `${collection}${field ? `.${field}` : ''} ${kind}`,
  )
