import { z } from 'zod'

const secretBytes = (secret: string): number => {
  const base64 = secret.slice('whsec_'.length)
  return (base64.length * 3) / 4 - (/=*$/.exec(base64)?.[0].length ?? 0)
}

/** 24 to 64 bytes (Standard Webhooks 1.0.0), as `whsec_` and base64. */
const WebhookSecret = z
  .string()
  .max(100, 'bad_secret')
  .regex(/^whsec_(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/, 'bad_secret')
  .refine((secret) => secretBytes(secret) >= 24 && secretBytes(secret) <= 64, 'bad_secret')

/** Credentials in an address end up in logs, and a fragment never reaches the server. */
const isPlain = (url: string): boolean => {
  const parsed = URL.parse(url)
  return parsed !== null && parsed.username === '' && parsed.password === '' && parsed.hash === ''
}

/** A system that is called at its address and answers for itself; both sides sign with one secret. */
export const HttpConnection = z.strictObject({
  url: z
    .url({ protocol: /^https?$/, error: 'bad_address' })
    .max(2_000)
    .refine(isPlain, 'bad_address'),
  secret: WebhookSecret,
  /** how long it may take to answer before its task fails */
  answerHours: z.coerce.number().int().min(1).max(720).default(24),
})
export type HttpConnection = z.infer<typeof HttpConnection>

/** Records that only a person can reach: whoever is named gets a task. `outsider` signs in by a one-time link. */
export const ManualConnection = z.strictObject({
  person: z.union([
    z.strictObject({ userId: z.uuid() }),
    z.strictObject({
      outsider: z.string().trim().min(1, 'missing').max(200),
      email: z.email('bad_email').max(254),
      locale: z.enum(['id', 'en']).default('id'),
    }),
  ]),
  /** where the records are and how they are found, for whoever does it */
  instructions: z.string().trim().max(2_000).default(''),
  /** how long the person has before the leads are told */
  answerHours: z.coerce.number().int().min(1).max(2_160).default(48),
})
export type ManualConnection = z.infer<typeof ManualConnection>

/** A database, with the credentials in its address. */
const DatabaseConnection = z.strictObject({ url: z.string().min(1).max(2_000) })

/** How to reach a source; sealed, never logged, never shown again. */
export const Connection = z.union([HttpConnection, ManualConnection, DatabaseConnection])
export type Connection = z.infer<typeof Connection>

/** The address of a source that has one; a person has none. */
export const addressOf = (connection: Connection): string => ('url' in connection ? connection.url : '')
