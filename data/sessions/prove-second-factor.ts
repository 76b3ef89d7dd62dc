import type { Temporal } from 'temporal-polyfill'
import { hashRecoveryCode, verifyTotp } from '#crypto/totp.ts'
import { type Tx, transact } from '#data/db.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { recordFailure } from './check-password.ts'
import { findAtTheDoor, type Knocking } from './door.ts'
import { countAttempt, forgetAttempts } from './limit-attempts.ts'
import { openSession, type SignedIn } from './open.ts'
import { openTotp } from './totp-seal.ts'

/** @property userId who gave the right password a moment ago */
export type HalfProved = { userId: string; previousToken: string | null }

/** Second step of signing in: a code from the authenticator, or a recovery code. Each is accepted once. */
export async function proveSecondFactor(
  { userId, previousToken }: HalfProved,
  { code }: { code: string },
  now: Temporal.Instant,
): Promise<Result<SignedIn, 'wrong_code' | 'too_many_attempts'>> {
  if (!(await countAttempt('second-factor', userId, now))) return refuse('too_many_attempts')
  const knocking = await findAtTheDoor({ id: userId })
  if (!knocking?.sealedTotp) return refuse('wrong_code')
  const signedIn = await transact(knocking.actor, async (tx) =>
    (await spendCode(tx, knocking, code, now)) ? openSession(tx, knocking.actor, previousToken, now) : null,
  )
  if (!signedIn) {
    await recordFailure(knocking, 'code', now)
    return refuse('wrong_code')
  }
  await forgetAttempts('second-factor', userId)
  return ok(signedIn)
}

/** Uses up a code. The condition is in the statement: of any number at once, one finds it unused. */
async function spendCode(tx: Tx, { actor, ...user }: Knocking, code: string, now: Temporal.Instant): Promise<boolean> {
  const { userId } = actor
  const typed = code.replace(/[\s-]/g, '')
  if (!/^\d{6}$/.test(typed)) {
    const hash = hashRecoveryCode(code)
    const count = await tx.$executeRaw`
      update "user" set recovery_hashes = array_remove(recovery_hashes, ${hash})
      where id = ${userId}::uuid and ${hash} = any (recovery_hashes)`
    return count === 1
  }
  if (!user.sealedTotp) return false
  const secret = await openTotp(tx, actor, user.sealedTotp)
  const afterStep = user.totpLastStep === null ? null : Number(user.totpLastStep)
  const step = verifyTotp(secret, typed, { at: now.epochMilliseconds, afterStep })
  if (step === null) return false
  const { count } = await tx.user.updateMany({
    where: { id: userId, OR: [{ totpLastStep: null }, { totpLastStep: { lt: step } }] },
    data: { totpLastStep: step },
  })
  return count === 1
}
