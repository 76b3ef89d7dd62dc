import { Temporal } from 'temporal-polyfill'
import { afterEach, beforeEach } from 'vitest'
import { buildGraph } from '#domain/dataset/graph.ts'
import type { ErasurePlan } from '#domain/erasure/plan.ts'
import { memoryLines } from '#domain/erasure/plan-file.ts'
import type { Connector } from '../contract.ts'
import { planErasure } from '../erasure-plan.ts'
import { datasetOf } from '../scratch-database.ts'
import { traverse } from '../traverse.ts'
import { type Dialect, type Harness, never, type Row, type Scratch } from './harness.ts'

const TODAY = Temporal.PlainDate.from('2026-11-20')
const TABLES = 'address customer invoice visit pair orders item'.split(' ')

const ddl = ({ local, instant }: Dialect): string[] => [
  'CREATE TABLE address (id int PRIMARY KEY, street varchar(40) NOT NULL)',
  `CREATE TABLE customer (id int PRIMARY KEY, email varchar(100), name varchar(8) NOT NULL, token varchar(20) UNIQUE,
    bio text, seen ${local} NULL, address_id int, FOREIGN KEY (address_id) REFERENCES address (id))`,
  `CREATE TABLE invoice (id int PRIMARY KEY, customer_id int, issued_at ${instant} NULL, buyer varchar(40), memo text,
    FOREIGN KEY (customer_id) REFERENCES customer (id))`,
  `CREATE TABLE visit (email varchar(100), at ${local}, page varchar(40), PRIMARY KEY (email, at))`,
  'CREATE TABLE pair (a int, b int, customer_id int, note varchar(40), PRIMARY KEY (a, b))',
  'CREATE TABLE orders (id int PRIMARY KEY, customer_id int, FOREIGN KEY (customer_id) REFERENCES customer (id))',
  `CREATE TABLE item (id int PRIMARY KEY, order_id int NOT NULL, customer_id int,
    FOREIGN KEY (order_id) REFERENCES orders (id))`,
  `INSERT INTO address VALUES (1, 'shared'), (2, 'alone')`,
  `INSERT INTO customer VALUES (0, 'me@x', 'My Name', 't0', 'bio', '2024-01-01 00:00:00', 1),
    (1, 'you@x', 'Yours', 't1', 'bio', '2024-01-01 00:00:00', 1), (2, 'me@x', 'Me Too', 't2', 'bio', NULL, 2)`,
  `INSERT INTO invoice VALUES (1, 0, '2024-03-05 23:00:00', 'My Name', 'memo'),
    (2, 0, '2010-03-05 00:00:00', 'My Name', 'memo'), (3, 1, '2024-03-05 00:00:00', 'Yours', 'memo')`,
  `INSERT INTO visit VALUES ('me@x', '2024-01-01 00:00:00.000001', '/'), ('you@x', '2024-01-01 00:00:00', '/')`,
  `INSERT INTO pair VALUES (0, 10, 0, 'mine'), (0, 11, 1, 'theirs'), (1, 10, 1, 'theirs')`,
  'INSERT INTO orders VALUES (1, 0), (2, 1)',
  'INSERT INTO item VALUES (1, 1, 0), (2, 2, 1)',
]

/** A small shop in which every method and every reason to hold or keep occurs. */
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

export type Shop = {
  scratch: Scratch
  prepare(yaml?: string, url?: string, categories?: string[]): Promise<{ connector: Connector; plan: ErasurePlan }>
  everything(): Promise<Readonly<Record<string, Row[]>>>
}

/** A fresh shop for every test of the block that calls this; what it holds is there once a test runs. */
export function freshShop({ scratch, open, dialect }: Harness): Shop {
  let database: Scratch
  const connectors: Connector[] = []
  beforeEach(async () => {
    database = await scratch(...ddl(dialect))
  })
  afterEach(async () => {
    for (const connector of connectors.splice(0)) await connector.close()
    await database.drop()
  })
  return {
    get scratch() {
      return database
    },
    async prepare(yaml = YAML, url = database.url, categories) {
      const dataset = datasetOf(yaml)
      const graph = buildGraph([dataset])
      const connector = open(url, dataset)
      connectors.push(connector)
      const check = await connector.check(never)
      const lines = memoryLines()
      const planner = planErasure({ graph, dataset: 'd', check, today: TODAY, lines, categories: categories ?? null })
      const identities = [{ label: 'email', value: 'me@x' }]
      await traverse({ graph, connectors: { d: connector }, identities, onRows: planner.add, signal: never })
      return { connector, plan: await planner.finish('salt') }
    },
    everything: async () =>
      Object.fromEntries(await Promise.all(TABLES.map(async (name) => [name, await database.rows(name)]))),
  }
}

export const kinds = async (connector: Connector, plan: ErasurePlan) =>
  (await connector.preflight(plan, never)).map(
    ({ collection, field, kind }) => `${collection}${field ? `.${field}` : ''} ${kind}`,
  )
