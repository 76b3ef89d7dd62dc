import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'

/** What a person without JavaScript does instead of the work: waits this long and presses the button again. */
export const WAIT_SECONDS = 20
export const PROOF_MINUTES = 15

/** From half of a limit on, sending costs some work; ordinary people never get there. */
export const isNearLimit = (used: number, limit: number): boolean => used * 2 >= limit

export function hasWaited(issuedAt: Temporal.Instant, now: Temporal.Instant): boolean {
  const waitedSeconds = now.since(issuedAt).total('seconds')
  return waitedSeconds >= WAIT_SECONDS && waitedSeconds <= PROOF_MINUTES * 60
}

const hex = z.string().regex(/^[0-9a-f]{1,128}$/)

/** A solved ALTCHA challenge as the browser sends it back. */
export const SolvedChallenge = z.strictObject({
  challenge: z.strictObject({
    parameters: z.looseObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      nonce: hex,
      salt: hex,
      cost: z.int().min(1).max(20_000),
      keyLength: z.literal(32),
      keyPrefix: hex,
      expiresAt: z.number(),
      data: z.strictObject({ draft: z.uuid() }),
    }),
    signature: hex,
  }),
  solution: z.strictObject({ counter: z.int().nonnegative(), derivedKey: hex, time: z.number().optional() }),
})
export type SolvedChallenge = z.infer<typeof SolvedChallenge>
