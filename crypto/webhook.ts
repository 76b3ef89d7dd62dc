import { randomBytes } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { sameSecret } from './token.ts'

/** Standard Webhooks 1.0.0, symmetric (v1): HMAC-SHA256 over `id.timestamp.body`. */
export type WebhookHeaders = { 'webhook-id': string; 'webhook-timestamp': string; 'webhook-signature': string }

const TOLERANCE_SECONDS = 300

/** 32 random bytes as both sides keep them: `whsec_` and base64. */
export const newWebhookSecret = (): string => `whsec_${randomBytes(32).toString('base64')}`

/** @param atSeconds when this attempt is made, in Unix seconds */
export const signWebhook = (secret: string, id: string, atSeconds: number, body: string): WebhookHeaders => ({
  'webhook-id': id,
  'webhook-timestamp': String(atSeconds),
  'webhook-signature': new Webhook(secret).sign(id, new Date(atSeconds * 1000), body),
})

/**
 * Whether one of the signatures is of this secret, and was made within five minutes of `nowSeconds`. The library signs;
 * it would compare with a clock of its own, and ours is told the time.
 */
export function isSignedWebhook(
  secret: string,
  headers: { readonly [Name in keyof WebhookHeaders]: string | undefined },
  body: string,
  nowSeconds: number,
): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures } = headers
  if (!id || !signatures || !timestamp || !/^\d{1,12}$/.test(timestamp) || id.includes('.')) return false
  if (Math.abs(nowSeconds - Number(timestamp)) > TOLERANCE_SECONDS) return false
  const expected = signWebhook(secret, id, Number(timestamp), body)['webhook-signature']
  return signatures
    .split(' ')
    .slice(0, 20)
    .some((given) => sameSecret(given, expected))
}
