import pg from 'pg'
import { withClient } from '../faults/servers.ts'

/** Of ten rows, how many stand in each of the four tables; the subject's own row of `customer` comes on top. */
const SHARES = { orders: 2, order_item: 5, page_view: 3 } as const
export type Table = 'customer' | keyof typeof SHARES
/** One row in so many belongs to somebody else, as a table's rows do. */
const OTHERS_EVERY = 10

export const SUBJECT = 'subject@example.com'
const OWN = 1

const id = '{name: id, fides_meta: {primary_key: true}, data_categories: [user.unique_id]}'
const fields = (...names: string[]) =>
  names.map((name) => `{name: ${name}, data_categories: [user.behavior.purchase_history]}`)
const link = (name: string, field: string) =>
  `{name: ${name}, data_categories: [system.operations], fides_meta: {references: [{dataset: shop, field: ${field}, direction: from}]}}`
const collection = (name: Table, ...all: string[]) =>
  `{name: ${name}, hakku_meta: {erase: delete}, fields: [${[id, ...all].join(', ')}]}`

export const YAML = `dataset: [{fides_key: shop, collections: [${[
  collection(
    'customer',
    '{name: email, data_categories: [user.contact.email], fides_meta: {identity: email}}',
    ...fields('name', 'created_at'),
  ),
  collection('orders', link('customer_id', 'customer.id'), ...fields('placed_at', 'total', 'status', 'note')),
  collection(
    'order_item',
    link('order_id', 'orders.id'),
    ...fields('product', 'quantity', 'price', 'gift', 'added_at'),
  ),
  collection('page_view', link('customer_id', 'customer.id'), ...fields('path', 'at', 'seconds', 'device', 'detail')),
].join(', ')}]}]`

const DDL = `
CREATE TABLE customer (id int8 PRIMARY KEY, email text UNIQUE, name text, created_at timestamptz);
CREATE TABLE orders (id int8 PRIMARY KEY, customer_id int8, placed_at timestamptz, total numeric(12,2), status text, note text);
CREATE TABLE order_item (id int8 PRIMARY KEY, order_id int8, product text, quantity int, price numeric(12,2), gift bool, added_at timestamptz);
CREATE TABLE page_view (id int8 PRIMARY KEY, customer_id int8, path text, at timestamp, seconds float8, device text, detail jsonb);
INSERT INTO customer SELECT i, CASE i WHEN ${OWN} THEN '${SUBJECT}' ELSE 'someone@example.com' END, 'Name ' || i, '2020-01-01Z' FROM generate_series(${OWN}, 2) i`

/** What stands in a row depends on its number only: the same rows in every run. */
const ROWS: Record<keyof typeof SHARES, (owner: string) => string> = {
  orders: (owner) => `i, ${owner}, timestamptz '2020-01-01Z' + i * interval '97 s', (i * 7919 % 1000000) / 100.0,
    (ARRAY['paid', 'sent', 'returned'])[i % 3 + 1], CASE WHEN i % 4 = 0 THEN 'Please ring twice, "' || md5(i::text) || '"' END`,
  order_item:
    () => `i, ((i - 1) * ${SHARES.orders} / ${SHARES.order_item}) + 1, 'Article ' || substr(md5((i % 5000)::text), 1, 12),
    i % 9 + 1, (i * 104729 % 500000) / 100.0, i % 11 = 0, timestamptz '2020-01-01Z' + i * interval '39 s'`,
  page_view: (owner) => `i, ${owner}, '/' || (ARRAY['search', 'article', 'cart'])[i % 3 + 1] || '/' || i % 5000,
    timestamp '2020-01-01' + i * interval '61.5 s', (i * 31 % 6000) / 10.0, (ARRAY['phone', 'desktop'])[i % 2 + 1],
    jsonb_build_object('referrer', 'https://example.com/' || i % 700, 'experiments', ARRAY[i % 3, i % 5])`,
}

/** Makes a database in which one person has about `rows` rows in four tables, among other people's. */
export async function makeSubject(superuserUrl: string, name: string, rows: number): Promise<string> {
  await withClient(superuserUrl, (client) => client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`))
  const url = new URL(superuserUrl)
  url.pathname = `/${name}`
  await withClient(url.href, async (client) => {
    await client.query(DDL)
    const owner = `CASE WHEN i % ${OTHERS_EVERY} = 0 THEN ${OWN + 1} ELSE ${OWN} END`
    for (const [table, share] of Object.entries(SHARES)) {
      const all = Math.round(((rows * share) / 10) * (OTHERS_EVERY / (OTHERS_EVERY - 1)))
      const values = ROWS[table as keyof typeof SHARES](owner)
      await client.query(`INSERT INTO ${table} SELECT ${values} FROM generate_series(1::int8, ${all}) i`)
    }
    await client.query('CREATE INDEX ON orders (customer_id); CREATE INDEX ON order_item (order_id)')
    await client.query('CREATE INDEX ON page_view (customer_id)')
    await client.query('VACUUM ANALYZE')
  })
  return url.href
}

/** The same rows by hand, a statement a table. */
export const BY_HAND: Readonly<Record<Table, string>> = {
  customer: `SELECT * FROM customer WHERE id = ${OWN}`,
  orders: `SELECT * FROM orders WHERE customer_id = ${OWN}`,
  order_item: `SELECT i.* FROM order_item i JOIN orders o ON o.id = i.order_id WHERE o.customer_id = ${OWN}`,
  page_view: `SELECT * FROM page_view WHERE customer_id = ${OWN}`,
}
