import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { budi, KNOWN_PEOPLE, type KnownPerson, putu, ratna, SHOP_TABLES, type ShopTable, siti } from './people.ts'
import { createShop } from './shop.ts'

const connect = async (url: string): Promise<pg.Client> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  return client
}

const superuserUrlOf = (database: string): string => {
  const url = new URL(inject('databaseUrl'))
  url.pathname = `/${database}`
  return url.href
}

const count = async (client: pg.Client, sql: string, values: unknown[] = []): Promise<number> =>
  Number((await client.query<{ count: string }>(`SELECT count(*) ${sql}`, values)).rows[0]?.count)

/** One digest per table, of all its rows in a fixed order. */
const digests = async (database: string): Promise<Record<string, string>> => {
  const client = await connect(superuserUrlOf(database))
  const entries: [string, string][] = []
  for (const table of SHOP_TABLES) {
    const { rows } = await client.query<{ digest: string }>(
      `SELECT md5(string_agg(row_text, E'\\n' ORDER BY row_text)) AS digest FROM (SELECT t::text AS row_text FROM ${table} t) all_rows`,
    )
    entries.push([table, rows[0]?.digest ?? ''])
  }
  await client.end()
  return Object.fromEntries(entries)
}

/** By foreign keys and contacts only, so that it knows nothing of the dataset file. $1 e-mail, $2 telephone. */
const mine = 'SELECT id FROM customers WHERE email = $1 OR phone = $2'
const myOrders = `SELECT id FROM orders WHERE customer_id IN (${mine})`
const OF_ONE_PERSON: Partial<Record<ShopTable, string>> = {
  addresses: `FROM addresses WHERE id IN (SELECT address_id FROM customers WHERE id IN (${mine}) UNION SELECT shipping_address_id FROM orders WHERE id IN (${myOrders}))`,
  customers: `FROM customers WHERE id IN (${mine})`,
  orders: `FROM orders WHERE id IN (${myOrders})`,
  order_items: `FROM order_items WHERE order_id IN (${myOrders})`,
  payments: `FROM payments WHERE order_id IN (${myOrders})`,
  invoices: `FROM invoices WHERE order_id IN (${myOrders})`,
  shipments: `FROM shipments WHERE order_id IN (${myOrders})`,
  support_tickets: `FROM support_tickets WHERE customer_id IN (${mine})`,
  ticket_messages: `FROM ticket_messages WHERE ticket_id IN (SELECT id FROM support_tickets WHERE customer_id IN (${mine}))`,
  marketing_consents: `FROM marketing_consents WHERE customer_id IN (${mine})`,
  sessions: `FROM sessions WHERE customer_id IN (${mine})`,
  reviews: `FROM reviews WHERE customer_id IN (${mine})`,
  newsletter_subscribers: 'FROM newsletter_subscribers WHERE email = $1 AND $2::text IS NOT DISTINCT FROM $2',
}

const found = async (client: pg.Client, { email, phone }: KnownPerson): Promise<Partial<Record<ShopTable, number>>> => {
  const counts: Partial<Record<ShopTable, number>> = {}
  for (const table of SHOP_TABLES) {
    const sql = OF_ONE_PERSON[table]
    const rows = sql ? await count(client, sql, [email, phone]) : 0
    if (rows > 0) counts[table] = rows
  }
  return counts
}

const DENIED = { code: '42501' }

describe('the demo shop', () => {
  let shop: pg.Client

  beforeAll(async () => {
    shop = await connect(
      (await createShop(inject('databaseUrl'), { database: 'shop_full', role: 'shop_full_role' })).url,
    )
  })
  afterAll(() => shop?.end())

  test('has 2,000 customers and 20,000 orders', async () => {
    expect(await count(shop, 'FROM customers')).toBe(2_000)
    expect(await count(shop, 'FROM orders')).toBe(20_000)
  })

  test.each(KNOWN_PEOPLE)('holds what is promised of $name', async (person) => {
    expect(await found(shop, person)).toEqual(person.finds)
  })

  test('holds invoices on both sides of the ten years, also of Budi', async () => {
    const past = "issued_at < now() - interval '10 years'"
    expect(await count(shop, `FROM invoices WHERE ${past}`)).toBeGreaterThan(1_000)
    expect(await count(shop, `FROM invoices WHERE NOT ${past}`)).toBeGreaterThan(1_000)
    const cut = ['2016-11-20T00:00:00Z', budi.email]
    expect(await count(shop, 'FROM invoices WHERE issued_at < $1 AND billed_email = $2', cut)).toBe(
      budi.invoicesPastRetention,
    )
    expect(await count(shop, 'FROM invoices WHERE issued_at >= $1 AND billed_email = $2', cut)).toBe(budi.invoicesKept)
  })

  test('has people who share a home, people with one name and people without e-mail', async () => {
    const sharedBy = 'FROM customers a JOIN customers b USING (address_id) WHERE a.email = $1 AND b.email = $2'
    expect(await count(shop, sharedBy, [budi.email, ratna.email])).toBe(1)
    expect(
      await count(shop, 'FROM (SELECT 1 FROM customers GROUP BY address_id HAVING count(*) > 1) shared'),
    ).toBeGreaterThan(100)
    expect(await count(shop, "FROM customers WHERE full_name NOT LIKE '% %'")).toBeGreaterThan(100)
    expect(await count(shop, 'FROM customers WHERE email IS NULL')).toBeGreaterThan(20)
    expect(await count(shop, "FROM customers WHERE email NOT LIKE '%@example.id'")).toBe(0)
    expect(await count(shop, "FROM ticket_messages WHERE body LIKE '%{other}%'")).toBe(0)
  })

  test('the role reads everything and changes only what an erasure changes', async () => {
    for (const table of SHOP_TABLES) expect(await count(shop, `FROM ${table}`)).toBeGreaterThan(0)
    await shop.query('BEGIN')
    expect((await shop.query('DELETE FROM newsletter_subscribers WHERE email = $1', [putu.email])).rowCount).toBe(1)
    expect((await shop.query('UPDATE customers SET full_name = $1 WHERE email = $2', ['-', siti.email])).rowCount).toBe(
      1,
    )
    await shop.query('ROLLBACK')
    for (const refused of [
      'UPDATE invoices SET amount = 1',
      'UPDATE products SET price = 1',
      'DELETE FROM products',
      'TRUNCATE sessions',
      'DROP TABLE sessions',
      'CREATE TABLE mine (id int)',
      "INSERT INTO newsletter_subscribers VALUES ('a@example.id', 'b', NULL, now())",
      'CREATE ROLE another',
      "COPY customers TO PROGRAM 'cat'",
    ])
      await expect(shop.query(refused), refused).rejects.toMatchObject(DENIED)
  })

  test('an invoice goes only when its ten years are over', async () => {
    const of = `DELETE FROM invoices WHERE billed_email = '${budi.email}'`
    await expect(shop.query(of)).rejects.toMatchObject({ code: '23001' })
    await shop.query('BEGIN')
    const past = await shop.query(`${of} AND issued_at < now() - interval '10 years'`)
    expect(past.rowCount).toBe(budi.invoicesPastRetention)
    await shop.query('ROLLBACK')
  })

  test('an order can go while its invoice stays', async () => {
    await shop.query('BEGIN')
    const order = `SELECT order_id FROM invoices WHERE billed_email = '${budi.email}'`
    for (const table of ['order_items', 'payments', 'shipments'])
      await shop.query(`DELETE FROM ${table} WHERE order_id IN (${order})`)
    expect((await shop.query(`DELETE FROM orders WHERE id IN (${order})`)).rowCount).toBe(budi.finds.orders)
    expect(await count(shop, 'FROM invoices WHERE billed_email = $1', [budi.email])).toBe(budi.finds.invoices)
    await shop.query('ROLLBACK')
  })

  test('every foreign key leads with an index', async () => {
    const { rows } = await shop.query(`
      SELECT conrelid::regclass || '.' || conname AS missing FROM pg_constraint c
      WHERE contype = 'f' AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = c.conrelid AND i.indkey[0] = c.conkey[1])`)
    expect(rows).toEqual([])
  })

  test('is the same shop every time, whatever it is called', async () => {
    const size = { people: 120, orders: 900 }
    await createShop(inject('databaseUrl'), { ...size, database: 'shop_one', role: 'shop_one_role' })
    await createShop(inject('databaseUrl'), {
      ...size,
      database: 'shop "two"',
      role: 'shop "two" role',
      password: "it's",
    })
    expect(await digests('shop "two"')).toEqual(await digests('shop_one'))
  })

  test('a small shop holds the same known people; a second call changes nothing, and needs the password', async () => {
    const small = { database: 'shop_small', role: 'shop_small_role', people: 6, orders: 0 }
    const built = await createShop(inject('databaseUrl'), small)
    const client = await connect(built.url)
    for (const person of KNOWN_PEOPLE) expect(await found(client, person)).toEqual(person.finds)
    expect(await count(client, 'FROM customers')).toBe(6)
    await client.end()
    const password = decodeURIComponent(new URL(built.url).password)
    const before = await digests('shop_small')
    expect(await createShop(inject('databaseUrl'), { ...small, people: 50, orders: 100, password })).toEqual(built)
    expect(await digests('shop_small')).toEqual(before)
    await expect(createShop(inject('databaseUrl'), small)).rejects.toThrow('shop_small_role exists already')
  })
})
