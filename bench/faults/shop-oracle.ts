import type pg from 'pg'
import { SHOP_TABLES, type ShopTable } from '#prisma/demo/people.ts'

type Row = Record<string, unknown>
/** table → key → row as PostgreSQL writes it in JSON */
export type ShopState = Record<ShopTable, Map<string, Row>>

const KEYS: Partial<Record<ShopTable, readonly string[]>> = {
  order_items: ['order_id', 'line_number'],
  marketing_consents: ['customer_id', 'channel'],
  newsletter_subscribers: ['email', 'list'],
}
const INVOICE_YEARS = 10

export async function readShop(client: pg.Client): Promise<ShopState> {
  const state: Partial<ShopState> = {}
  for (const table of SHOP_TABLES) {
    const { rows } = await client.query<{ row: Row }>(`select to_jsonb(t) as row from ${table} t`)
    const key = KEYS[table] ?? ['id']
    state[table] = new Map(rows.map(({ row }) => [key.map((column) => String(row[column])).join('/'), row]))
  }
  return state as ShopState
}

/** Whose row it is, written down by hand from the shop's tables: nothing here knows of Hakku's own traversal. */
function ownerOf(shop: ShopState): (table: ShopTable, row: Row) => string | null {
  const customer = (id: unknown) => (shop.customers.get(String(id))?.['email'] as string | null) ?? null
  const order = (id: unknown) => customer(shop.orders.get(String(id))?.['customer_id'])
  const ticket = (id: unknown) => customer(shop.support_tickets.get(String(id))?.['customer_id'])
  return (table, row) => {
    if (table === 'customers' || table === 'newsletter_subscribers') return row['email'] as string | null
    if (table === 'invoices') return (row['billed_email'] as string | null) ?? order(row['order_id'])
    if (table === 'ticket_messages') return ticket(row['ticket_id'])
    if ('customer_id' in row) return customer(row['customer_id'])
    return 'order_id' in row ? order(row['order_id']) : null
  }
}

/** Addresses that somebody uses who was not erased: they belong to that person too. */
function usedByOthers(shop: ShopState, erased: ReadonlySet<string>): Set<string> {
  const isOther = (customerId: unknown) => !erased.has(String(shop.customers.get(String(customerId))?.['email']))
  const homes = [...shop.customers.values()].filter(({ id }) => isOther(id)).map((row) => row['address_id'])
  const sent = [...shop.orders.values()]
    .filter((row) => isOther(row['customer_id']))
    .map((row) => row['shipping_address_id'])
  return new Set([...homes, ...sent].map(String))
}

type Fate = 'same' | 'gone' | 'nobody' | 'either'

/** What is wrong with the shop after these people were erased, and nobody else. */
export function judgeShop(before: ShopState, after: ShopState, erased: ReadonlySet<string>, at: Date): string[] {
  const owner = ownerOf(before)
  const others = usedByOthers(before, erased)
  const keptSince = new Date(at)
  keptSince.setFullYear(keptSince.getFullYear() - INVOICE_YEARS)

  const fate = (table: ShopTable, key: string, row: Row): Fate => {
    // The last of several who shared an address takes it along, whoever of them is erased last.
    if (table === 'addresses') return others.has(key) ? 'same' : 'either'
    if (!erased.has(String(owner(table, row)))) return 'same'
    if (table === 'invoices') return new Date(String(row['issued_at'])) > keptSince ? 'same' : 'gone'
    return table === 'reviews' ? 'nobody' : 'gone'
  }
  const holds: Record<Fate, (was: Row, is: Row | undefined) => boolean> = {
    same: (was, is) => JSON.stringify(was) === JSON.stringify(is),
    gone: (_, is) => is === undefined,
    nobody: (was, is) =>
      is?.['customer_id'] === null && is['body'] === null && is['author_name'] !== was['author_name'],
    either: (was, is) => is === undefined || JSON.stringify(was) === JSON.stringify(is),
  }
  const problems: string[] = []
  for (const table of SHOP_TABLES) {
    for (const [key, row] of before[table]) {
      const expected = fate(table, key, row)
      if (!holds[expected](row, after[table].get(key))) problems.push(`${table} ${key} should be ${expected}`)
    }
    for (const key of after[table].keys()) if (!before[table].has(key)) problems.push(`${table} ${key} is new`)
  }
  return problems
}
