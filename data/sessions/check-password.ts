import type { Temporal } from 'temporal-polyfill'
import { verifyPassword } from '#crypto/password.ts'
import { newRecoveryCodes, newTotpSecret, totpUri } from '#crypto/totp.ts'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { findAtTheDoor, type Knocking } from './door.ts'
import { countAttempt, forgetAttempts } from './limit-attempts.ts'

/** A second factor to be set up: shown once, stored only when a code from it was typed. */
export type Enrolment = { secret: string; uri: string; recoveryCodes: readonly string[] }
/** The password was right; the second factor is still owed. */
export type HalfSignedIn = { userId: string; enrolment: Enrolment | null }

type Input = { email: string; password: string; network: string }

const RECOVERY_CODES = 10
/** Every refusal takes this long, so that time does not tell whether an account exists. */
const REFUSAL_MS = 400

const pause = (ms: number) => new Promise((done) => setTimeout(done, ms))

/** First step of signing in: who knows this password. It opens nothing by itself. */
export async function checkPassword(
  input: Input,
  now: Temporal.Instant,
): Promise<Result<HalfSignedIn, 'wrong_credentials' | 'too_many_attempts'>> {
  const floor = pause(REFUSAL_MS)
  const result = await check(input, now)
  if (!result.ok) await floor
  return result
}

async function check({ email, password, network }: Input, now: Temporal.Instant): ReturnType<typeof checkPassword> {
  const counted = [
    await countAttempt('sign-in-account', email, now),
    await countAttempt('sign-in-network', network, now),
  ]
  if (counted.includes(false)) return refuse('too_many_attempts')
  const knocking = await findAtTheDoor({ email })
  if (!(await verifyPassword(knocking?.passwordHash ?? null, password)) || !knocking) {
    if (knocking) await recordFailure(knocking, 'password', now)
    return refuse('wrong_credentials')
  }
  await forgetAttempts('sign-in-account', email)
  return ok({ userId: knocking.actor.userId, enrolment: knocking.sealedTotp ? null : newEnrolment(knocking) })
}

function newEnrolment({ email }: Knocking): Enrolment {
  const secret = newTotpSecret()
  return { secret, uri: totpUri(secret, email, 'Hakku'), recoveryCodes: newRecoveryCodes(RECOVERY_CODES) }
}

export const recordFailure = (
  { actor: { controllerId, userId } }: Knocking,
  reason: 'password' | 'code',
  now: Temporal.Instant,
): Promise<string> => {
  const door = { kind: 'system', controllerId, job: 'sign-in' } as const
  return transact(door, (tx) =>
    record(tx, door, { controllerId }, { type: 'user.sign_in_failed', userId, reason }, now),
  )
}
