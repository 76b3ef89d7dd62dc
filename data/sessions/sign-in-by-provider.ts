import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { EmailAddress } from '#domain/contact.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { findAtTheDoor } from './door.ts'
import { openSession, type SignedIn } from './open.ts'

/** Signs in somebody whose address a trusted OIDC provider vouches for. Accounts are made here, never by a provider. */
export async function signInByProvider(
  { email, previousToken }: { email: string; previousToken: string | null },
  now: Temporal.Instant,
): Promise<Result<SignedIn, 'unknown_account'>> {
  const address = EmailAddress.safeParse(email)
  const knocking = address.success ? await findAtTheDoor({ email: address.data }) : null
  if (!knocking) return refuse('unknown_account')
  return ok(await transact(knocking.actor, (tx) => openSession(tx, knocking.actor, previousToken, now)))
}
