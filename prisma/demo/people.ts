/** The shop's tables, parents first: the order in which rows can be inserted. */
export const SHOP_TABLES = [
  'products',
  'addresses',
  'customers',
  'orders',
  'order_items',
  'payments',
  'invoices',
  'shipments',
  'support_tickets',
  'ticket_messages',
  'marketing_consents',
  'sessions',
  'reviews',
  'newsletter_subscribers',
] as const

export type ShopTable = (typeof SHOP_TABLES)[number]

/** `finds`: rows per table that an access must find; a table that is not named has none. Every person is fictional. */
export type KnownPerson = {
  name: string
  email: string | null
  phone: string | null
  finds: Partial<Record<ShopTable, number>>
}

/** The access story: a bit of everything, shared with nobody. One order was cancelled, so it has no payment or invoice. */
export const siti = {
  name: 'Siti Wahyuni',
  email: 'siti.wahyuni@example.id',
  phone: '+6281234567801',
  finds: {
    addresses: 2,
    customers: 1,
    orders: 14,
    order_items: 31,
    payments: 13,
    invoices: 13,
    shipments: 13,
    support_tickets: 3,
    ticket_messages: 8,
    marketing_consents: 3,
    sessions: 12,
    reviews: 4,
    newsletter_subscribers: 2,
  },
} as const satisfies KnownPerson

/**
 * The erasure story. Both addresses are somebody's home (his is Ratna's too, one gift went to Made's), and tax law
 * holds the invoices that are younger than ten years: `invoicesKept` stays true until April 2029.
 */
export const budi = {
  name: 'Budi',
  email: 'budi@example.id',
  phone: '+6281234567802',
  finds: {
    addresses: 2,
    customers: 1,
    orders: 9,
    order_items: 17,
    payments: 9,
    invoices: 9,
    shipments: 9,
    support_tickets: 2,
    ticket_messages: 5,
    marketing_consents: 2,
    sessions: 6,
    reviews: 2,
    newsletter_subscribers: 1,
  },
  addressesShared: 2,
  invoicesKept: 6,
  invoicesPastRetention: 3,
} as const satisfies KnownPerson & Record<string, unknown>

/** Lives with Budi. Must still have her address after Budi is erased. */
export const ratna = {
  name: 'Ratna Budi',
  email: 'ratna.budi@example.id',
  phone: '+6281234567803',
  finds: {
    addresses: 1,
    customers: 1,
    orders: 4,
    order_items: 6,
    payments: 4,
    invoices: 4,
    shipments: 4,
    support_tickets: 1,
    ticket_messages: 2,
    marketing_consents: 1,
    sessions: 5,
    reviews: 1,
  },
} as const satisfies KnownPerson

export const made = {
  name: 'Made Wirawan',
  email: 'made.wirawan@example.id',
  phone: '+6281234567804',
  finds: {
    addresses: 1,
    customers: 1,
    orders: 6,
    order_items: 10,
    payments: 6,
    invoices: 6,
    shipments: 6,
    support_tickets: 1,
    ticket_messages: 3,
    marketing_consents: 1,
    sessions: 4,
    reviews: 2,
    newsletter_subscribers: 1,
  },
} as const satisfies KnownPerson

/** Her ticket carries markup and a spreadsheet formula, to be shown as plain text everywhere. */
export const dewi = {
  name: 'Dewi Kartika',
  email: 'dewi.kartika@example.id',
  phone: null,
  finds: {
    addresses: 1,
    customers: 1,
    orders: 5,
    order_items: 8,
    payments: 5,
    invoices: 5,
    shipments: 5,
    support_tickets: 1,
    ticket_messages: 3,
    marketing_consents: 2,
    sessions: 7,
    reviews: 3,
  },
} as const satisfies KnownPerson

/** Known by telephone only. */
export const suparman = {
  name: 'Suparman',
  email: null,
  phone: '+6281234567806',
  finds: {
    addresses: 1,
    customers: 1,
    orders: 3,
    order_items: 4,
    payments: 3,
    invoices: 3,
    shipments: 3,
    support_tickets: 1,
    ticket_messages: 2,
    marketing_consents: 1,
    sessions: 2,
  },
} as const satisfies KnownPerson

/** Never bought anything: no customer row leads to her. */
export const putu = {
  name: 'Putu Ayu',
  email: 'putu.ayu@example.id',
  phone: null,
  finds: { newsletter_subscribers: 1 },
} as const satisfies KnownPerson

export const KNOWN_PEOPLE: readonly KnownPerson[] = [siti, budi, ratna, made, dewi, suparman, putu]
