import { SHOP_TABLES, type ShopTable } from './people.ts'
import {
  DAY_MS,
  HOUR_MS,
  MINUTE_MS,
  type Plan,
  type PlannedOrder,
  type PlannedTicket,
  SHOP_OPENED_AT,
  SHOP_SNAPSHOT_AT,
} from './plan.ts'
import { type Random, seededRandom } from './random.ts'
import { DEVICES, GOODS, OPINIONS, PLACES, STREETS } from './words.ts'

/** Rows as JSON values, in the form `json_populate_recordset` reads. */
export type ShopRows = Record<ShopTable, Record<string, unknown>[]>

/** Writes one person's rows: where they go, whose they are, and that person's own dice. */
type Scribe = { rows: ShopRows; customerId: number; plan: Plan; random: Random }

const VAT_PERCENT = 11
const PAID = new Set<PlannedOrder['status']>(['paid', 'shipped', 'delivered'])
const SHIPPED = new Set<PlannedOrder['status']>(['shipped', 'delivered'])

const time = (ms: number): string => new Date(ms).toISOString()
const bytes = (hex: string): string => `\\x${hex}`
const textBytes = (text: string): string => bytes(Buffer.from(text, 'utf8').toString('hex'))

function uuid(random: Random): string {
  const hex = random.hex(16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}

const productRows = () =>
  GOODS.map(([name, price, weight, tags], index) => ({
    id: index + 1,
    sku: `TS-${String(index + 1).padStart(4, '0')}`,
    name,
    price,
    weight_grams: weight,
    tags,
  }))

function addressRow(id: number) {
  const random = seededRandom(-id)
  const { postalPrefix, ...place } = random.pick(PLACES)
  return {
    id,
    street: random.pick(STREETS),
    house_number: String(1 + random.below(180)),
    ...place,
    postal_code: postalPrefix + String(10 + random.below(90)),
  }
}

function addItems(
  { rows, random }: Scribe,
  orderId: number,
  count: number,
): { name: string; quantity: number; price: number }[] {
  return Array.from({ length: count }, (_, index) => {
    const productId = 1 + random.below(GOODS.length)
    const [name, price] = GOODS[productId - 1] ?? GOODS[0]
    const quantity = 1 + (random.chance(0.2) ? random.below(4) : 0)
    rows.order_items.push({
      order_id: orderId,
      line_number: index + 1,
      product_id: productId,
      product_name: name,
      quantity,
      unit_price: price,
    })
    return { name, quantity, price }
  })
}

function addInvoice({ rows, plan }: Scribe, orderId: number, placedAt: number, lines: unknown[], amount: number): void {
  const home = rows.addresses[(plan.home ?? 1) - 1]
  const id = rows.invoices.length + 1
  rows.invoices.push({
    id,
    number: `INV/${time(placedAt).slice(0, 4)}/${String(id).padStart(6, '0')}`,
    order_id: orderId,
    billed_name: plan.name,
    billed_email: plan.email,
    billed_phone: plan.phone,
    billed_address: home ? `${home.street} ${home.house_number}, ${home.city} ${home.postal_code}` : null,
    tax_number: orderId % 40 === 0 ? `99.${String(orderId).padStart(3, '0').slice(-3)}.000.0-000.000` : null,
    lines,
    amount,
    vat: Math.round((amount * VAT_PERCENT) / (100 + VAT_PERCENT)),
    issued_at: time(placedAt + HOUR_MS),
  })
}

function addOrder(scribe: Scribe, order: PlannedOrder): void {
  const { rows, plan, random } = scribe
  const id = rows.orders.length + 1
  const lines = addItems(scribe, id, order.items)
  const total = lines.reduce((sum, { quantity, price }) => sum + quantity * price, 0)
  rows.orders.push({
    id,
    customer_id: scribe.customerId,
    shipping_address_id: order.shipTo,
    status: order.status,
    total,
    voucher_codes: random.chance(0.1) ? ['GRATISONGKIR'] : [],
    gift_note: order.giftNote,
    placed_at: time(order.placedAt),
  })
  if (PAID.has(order.status)) {
    const method = random.pick(['qris', 'virtual_account', 'e_wallet', 'card', 'cash_on_delivery'] as const)
    rows.payments.push({
      id: uuid(random),
      order_id: id,
      method,
      payer_name: plan.name,
      account_last4:
        method === 'card' || method === 'virtual_account' ? random.hex(4).replace(/\D/g, '7').slice(0, 4) : null,
      amount: total,
      gateway_reply: { code: '00', reference: random.hex(6), payer: { phone: plan.phone } },
      paid_at: time(order.placedAt + 5 * MINUTE_MS),
    })
    addInvoice(scribe, id, order.placedAt, lines, total)
  }
  if (SHIPPED.has(order.status))
    rows.shipments.push({
      id: rows.shipments.length + 1,
      order_id: id,
      courier: random.pick(['Kilat', 'Nusantara Ekspres', 'Antar Cepat']),
      tracking_number: `TS${String(id).padStart(9, '0')}ID`,
      recipient_name: plan.name,
      recipient_phone: plan.phone,
      label: random.chance(0.25) ? textBytes(`^XA^FD${plan.name}^FS^XZ`) : null,
      shipped_at: time(order.placedAt + DAY_MS),
      delivered_at: order.status === 'delivered' ? time(order.placedAt + 4 * DAY_MS) : null,
    })
}

function addTicket({ rows, customerId }: Scribe, ticket: PlannedTicket): void {
  const id = rows.support_tickets.length + 1
  rows.support_tickets.push({
    id,
    customer_id: customerId,
    subject: ticket.subject,
    is_open: ticket.isOpen,
    opened_at: time(ticket.openedAt),
  })
  ticket.messages.forEach(({ author, body }, index) => {
    rows.ticket_messages.push({
      id: rows.ticket_messages.length + 1,
      ticket_id: id,
      author,
      body,
      attachments: body.includes('lampirkan') ? [{ name: 'foto.jpg', bytes: 182_311 }] : null,
      sent_at: time(ticket.openedAt + index * 3 * HOUR_MS),
    })
  })
}

function addCustomer({ rows, customerId, plan, random }: Scribe, joinedAt: number): void {
  rows.customers.push({
    id: customerId,
    full_name: plan.name,
    email: plan.email,
    phone: plan.phone,
    birth_date: random.chance(0.7) ? time((random.below(14_000) - 4_000) * DAY_MS).slice(0, 10) : null,
    address_id: plan.home,
    status: random.chance(0.03) ? 'blocked' : plan.orders.length === 0 ? 'dormant' : 'active',
    interests: ['dapur', 'busana', 'rumah', 'anak'].filter(() => random.chance(0.3)),
    preferences: { language: random.chance(0.9) ? 'id' : 'en', dark: random.chance(0.4) },
    password_hash: plan.email ? bytes(random.hex(32)) : null,
    loyalty_points: random.below(5_000),
    created_at: time(joinedAt),
  })
}

function addTraces({ rows, customerId, plan, random }: Scribe, joinedAt: number): void {
  for (const channel of plan.channels)
    rows.marketing_consents.push({
      customer_id: customerId,
      channel,
      wording_version: time(joinedAt).slice(0, 4),
      granted_at: time(joinedAt + HOUR_MS),
      withdrawn_at: random.chance(0.1) ? time(joinedAt + 30 * DAY_MS) : null,
    })
  for (let index = 0; index < plan.sessions; index += 1) {
    const startedAt = SHOP_SNAPSHOT_AT - (1 + random.below(90)) * DAY_MS + random.below(HOUR_MS)
    rows.sessions.push({
      id: uuid(random),
      customer_id: customerId,
      token_hash: bytes(random.hex(32)),
      ip_address: random.chance(0.3) ? `2001:db8::${random.hex(2)}` : `203.0.113.${random.below(256)}`,
      user_agent: random.pick(DEVICES),
      started_at: time(startedAt),
      last_seen_at: time(startedAt + random.below(HOUR_MS)),
    })
  }
  const firstProduct = random.below(GOODS.length)
  for (let index = 0; index < plan.reviews; index += 1)
    rows.reviews.push({
      id: rows.reviews.length + 1,
      customer_id: customerId,
      product_id: 1 + ((firstProduct + index) % GOODS.length),
      author_name: plan.name,
      stars: 1 + random.below(5),
      body: random.chance(0.8) ? random.pick(OPINIONS) : null,
      is_shown: true,
      written_at: time(joinedAt + (10 + index) * DAY_MS),
    })
}

function addPerson(rows: ShopRows, plan: Plan, seed: number): void {
  const random = seededRandom(seed)
  const scribe: Scribe = { rows, customerId: rows.customers.length + 1, plan, random }
  const firstSeenAt = Math.min(
    ...plan.orders.map(({ placedAt }) => placedAt),
    ...plan.tickets.map(({ openedAt }) => openedAt),
  )
  const joinedAt = Number.isFinite(firstSeenAt)
    ? firstSeenAt - 2 * HOUR_MS
    : SHOP_OPENED_AT + random.below(4_300) * DAY_MS
  for (const list of plan.newsletters)
    rows.newsletter_subscribers.push({
      email: plan.email,
      list,
      first_name: plan.name.split(' ')[0],
      subscribed_at: time(joinedAt),
      unsubscribed_at: null,
    })
  if (plan.home === null) return
  addCustomer(scribe, joinedAt)
  for (const order of plan.orders) addOrder(scribe, order)
  for (const ticket of plan.tickets) addTicket(scribe, ticket)
  addTraces(scribe, joinedAt)
}

/** Every row of the shop; a person's rows depend on the plan and on its place in the list, on nothing else. */
export function shopRows(plans: readonly Plan[]): ShopRows {
  const rows = Object.fromEntries(SHOP_TABLES.map((table) => [table, []])) as unknown as ShopRows
  const lastAddress = Math.max(
    ...plans.map(({ home, orders }) => Math.max(home ?? 0, ...orders.map(({ shipTo }) => shipTo))),
  )
  rows.products.push(...productRows())
  for (let id = 1; id <= lastAddress; id += 1) rows.addresses.push(addressRow(id))
  for (const [index, plan] of plans.entries()) addPerson(rows, plan, index + 1)
  return rows
}
