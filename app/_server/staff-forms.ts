import { z } from 'zod'
import type { Params } from './handle.ts'
import { SIGN_IN, staffActor } from './staff.ts'

export const Reference = z.string().regex(/^HK-[0-9A-Z]{4}-[0-9A-Z]{4}$/)
const version = z.coerce.number().int().min(1)

/** A request as its page showed it. */
export const Pinned = z.strictObject({ reference: Reference, version })

export const REQUEST_TABS = ['timeline', 'sources', 'review', 'evidence', 'refusal'] as const
export type RequestTab = (typeof REQUEST_TABS)[number]

/** What a page says after a form went through: `?done=approved`. */
export const DONE = [
  'assigned',
  'submitted',
  'approved',
  'returned',
  'reopened',
  'refused',
  'answered',
  'asked',
  'extended',
  'retried',
  'opened',
  'recorded',
  'proposed',
  'removed',
  'attached',
  'valuesOpened',
  'held',
  'lifted',
  'identified',
  'unidentified',
] as const
export type DoneWord = (typeof DONE)[number]

export const requestAddress = (reference: string, tab: RequestTab, done?: DoneWord): string =>
  `/desk/requests/${encodeURIComponent(reference)}?tab=${tab}${done ? `&done=${done}` : ''}`

/** What every form on a request's page has in common. */
export const onRequest = (tab: RequestTab, done: DoneWord) => ({
  actor: staffActor,
  signIn: SIGN_IN,
  page: ({ reference = '' }: Params) => requestAddress(reference, tab),
  done: (_: unknown, { reference = '' }: Params) => ({ location: requestAddress(reference, tab, done) }),
})
