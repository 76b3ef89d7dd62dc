import type { Temporal } from 'temporal-polyfill'
import { hashToken } from '#crypto/token.ts'
import { atTheDoor, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { ok, type Result } from '#domain/result.ts'

/** Ends a session for good. Ending one that is over, or never was, changes nothing. */
export async function endSession(token: string, now: Temporal.Instant): Promise<Result<null, never>> {
  const session = await atTheDoor((tx) => tx.session.findUnique({ where: { tokenHash: hashToken(token) } }))
  if (!session) return ok(null)
  const { id, controllerId, userId } = session
  const door = { kind: 'system', controllerId, job: 'sign-in' } as const
  return transact(door, async (tx) => {
    const { count } = await tx.session.updateMany({
      where: { id, revokedAt: null },
      data: { revokedAt: toDate(now) },
    })
    if (count > 0) await record(tx, door, { controllerId }, { type: 'user.signed_out', userId, sessionId: id }, now)
    return ok(null)
  })
}
