import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { hashToken, newToken } from '#crypto/token.ts'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { StaffActor } from '#data/users/find-colleague.ts'
import { sessionEnd } from '#domain/session-rules.ts'

/** @property token what the browser holds; only its hash is stored */
export type SignedIn = { token: string; userId: string }

/** A new session with a new token at every sign-in; the one this browser held before ends. */
export async function openSession(
  tx: Tx,
  actor: StaffActor,
  previousToken: string | null,
  now: Temporal.Instant,
): Promise<SignedIn> {
  const { controllerId, userId } = actor
  if (previousToken)
    await tx.session.updateMany({
      where: { tokenHash: hashToken(previousToken), revokedAt: null },
      data: { revokedAt: toDate(now) },
    })
  const token = newToken()
  const id = randomUUID()
  const at = toDate(now)
  await tx.session.create({
    data: {
      id,
      controllerId,
      userId,
      tokenHash: hashToken(token),
      createdAt: at,
      seenAt: at,
      expiresAt: toDate(sessionEnd(now)),
    },
  })
  await record(tx, actor, { controllerId }, { type: 'user.signed_in', userId, sessionId: id }, now)
  return { token, userId }
}
