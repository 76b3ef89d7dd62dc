/** What one person did at the shop; `rows.ts` turns it into rows. Times are milliseconds since 1970. */
export type Plan = {
  name: string
  email: string | null
  phone: string | null
  /** id of the address where this person lives; null for someone who never opened an account */
  home: number | null
  orders: readonly PlannedOrder[]
  tickets: readonly PlannedTicket[]
  sessions: number
  reviews: number
  channels: readonly ('email' | 'whatsapp' | 'sms')[]
  newsletters: readonly string[]
}

export type PlannedOrder = {
  placedAt: number
  items: number
  shipTo: number
  status: 'new' | 'paid' | 'shipped' | 'delivered' | 'cancelled'
  giftNote: string | null
}

export type PlannedTicket = {
  openedAt: number
  subject: string
  messages: readonly { author: 'customer' | 'agent'; body: string }[]
  isOpen: boolean
}

/** The demo's own calendar: fixed, so that two builds years apart are the same. */
export const SHOP_OPENED_AT = Date.parse('2014-11-20T00:00:00Z')
export const SHOP_SNAPSHOT_AT = Date.parse('2026-11-20T00:00:00Z')
export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS
