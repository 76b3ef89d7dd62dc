import type { Temporal } from 'temporal-polyfill'
import { hashRecoveryCode, verifyTotp } from '#crypto/totp.ts'
import { transact } from '#data/db.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { recordFailure } from './check-password.ts'
import { findAtTheDoor } from './door.ts'
import { countAttempt } from './limit-attempts.ts'
import { openSession, type SignedIn } from './open.ts'
import type { HalfProved } from './prove-second-factor.ts'
import { sealTotp } from './totp-seal.ts'

/** @property enrolment what this person was shown after the right password */
export type Enrolling = HalfProved & { enrolment: { secret: string; recoveryCodes: readonly string[] } }

/** Stores the first second factor once a code from it was typed, and signs in. A factor that is set up cannot be replaced here. */
export async function enrolSecondFactor(
  { userId, previousToken, enrolment }: Enrolling,
  { code }: { code: string },
  now: Temporal.Instant,
): Promise<Result<SignedIn, 'wrong_code' | 'too_many_attempts' | 'already_enrolled'>> {
  if (!(await countAttempt('second-factor', userId, now))) return refuse('too_many_attempts')
  const knocking = await findAtTheDoor({ id: userId })
  if (!knocking) return refuse('wrong_code')
  const typed = code.replace(/[\s-]/g, '')
  const step = verifyTotp(enrolment.secret, typed, { at: now.epochMilliseconds, afterStep: null })
  if (step === null) {
    await recordFailure(knocking, 'code', now)
    return refuse('wrong_code')
  }
  const { actor } = knocking
  return transact(actor, async (tx) => {
    const { count } = await tx.user.updateMany({
      where: { id: userId, sealedTotp: null },
      data: {
        sealedTotp: await sealTotp(tx, actor, enrolment.secret),
        totpLastStep: step,
        recoveryHashes: enrolment.recoveryCodes.map(hashRecoveryCode),
      },
    })
    return count === 0 ? refuse('already_enrolled') : ok(await openSession(tx, actor, previousToken, now))
  })
}
