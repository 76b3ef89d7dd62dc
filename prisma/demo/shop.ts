import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import pg from 'pg'
import { SHOP_TABLES, type ShopTable } from './people.ts'
import { type ShopRows, shopRows } from './rows.ts'
import { STORIES } from './stories.ts'
import { drawStrangers } from './strangers.ts'

type ShopOptions = {
  /** customers, the well-known ones included */
  people?: number
  orders?: number
  database?: string
  role?: string
  /** the role's password; needed when the role exists already, else drawn at random */
  password?: string
}

/** Goods are nobody's data. A tax document is never changed; it goes whole, once the shop's own trigger lets it. */
const NEVER_DELETED: readonly ShopTable[] = ['products']
const NEVER_CHANGED: readonly ShopTable[] = ['products', 'invoices']

const identifier = pg.escapeIdentifier

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

const urlOf = (superuserUrl: string, change: { database: string; role?: string; password?: string }): string => {
  const url = new URL(superuserUrl)
  url.pathname = `/${encodeURIComponent(change.database)}`
  if (change.role !== undefined) url.username = encodeURIComponent(change.role)
  if (change.password !== undefined) url.password = encodeURIComponent(change.password)
  return url.href
}

/** @returns the role's password */
async function ensureRole(client: pg.Client, role: string, given: string | undefined): Promise<string> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [role])
  if (rowCount && given === undefined) throw new Error(`The role ${role} exists already: give its password.`)
  const password = given ?? randomBytes(24).toString('base64url')
  const verb = rowCount ? 'ALTER' : 'CREATE'
  await client.query(
    `${verb} ROLE ${identifier(role)} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS
     NOINHERIT PASSWORD ${pg.escapeLiteral(password)}`,
  )
  return password
}

async function ensureDatabase(client: pg.Client, database: string): Promise<void> {
  const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database])
  if (!rowCount) await client.query(`CREATE DATABASE ${identifier(database)} ENCODING 'UTF8' TEMPLATE template0`)
}

async function load(client: pg.Client, rows: ShopRows): Promise<void> {
  for (const table of SHOP_TABLES)
    await client.query(
      `INSERT INTO ${identifier(table)} SELECT * FROM json_populate_recordset(NULL::${identifier(table)}, $1)`,
      [JSON.stringify(rows[table])],
    )
}

function grants(database: string, role: string): string {
  const to = identifier(role)
  const allBut = (spared: readonly ShopTable[]) =>
    SHOP_TABLES.filter((table) => !spared.includes(table))
      .map(identifier)
      .join(', ')
  return `
    REVOKE ALL ON DATABASE ${identifier(database)} FROM PUBLIC;
    GRANT CONNECT ON DATABASE ${identifier(database)} TO ${to};
    GRANT SELECT ON ${allBut([])} TO ${to};
    GRANT UPDATE ON ${allBut(NEVER_CHANGED)} TO ${to};
    GRANT DELETE ON ${allBut(NEVER_DELETED)} TO ${to};`
}

/** Schema, rows and rights appear together or not at all, so a start that was cut short begins anew. */
async function build(client: pg.Client, options: { people: number; orders: number; database: string; role: string }) {
  const { rowCount } = await client.query("SELECT 1 WHERE to_regclass('public.customers') IS NOT NULL")
  if (rowCount) return
  const strangers = options.people - STORIES.filter(({ home }) => home !== null).length
  const storyOrders = STORIES.reduce((sum, { orders }) => sum + orders.length, 0)
  const rows = shopRows([
    ...STORIES,
    ...drawStrangers(Math.max(0, strangers), Math.max(0, options.orders - storyOrders)),
  ])
  const schema = await readFile(new URL('./shop.sql', import.meta.url), 'utf8')
  await client.query('BEGIN')
  await client.query(schema)
  await load(client, rows)
  await client.query(grants(options.database, options.role))
  await client.query('COMMIT')
  await client.query('ANALYZE')
}

/**
 * Toko Sejahtera's shop in a database of its own, with a role that may read all of it and change only what an erasure
 * changes. Does nothing to a shop that stands already.
 * @returns the role's connection string
 * @throws Error when the role exists and no password is given
 */
export async function createShop(superuserUrl: string, options: ShopOptions = {}): Promise<{ url: string }> {
  const { people = 2_000, orders = 20_000, database = 'toko_sejahtera', role = 'hakku_shop' } = options
  const password = await connected(superuserUrl, async (client) => {
    const rolePassword = await ensureRole(client, role, options.password)
    await ensureDatabase(client, database)
    return rolePassword
  })
  await connected(urlOf(superuserUrl, { database }), (client) => build(client, { people, orders, database, role }))
  return { url: urlOf(superuserUrl, { database, role, password }) }
}
