import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result } from '#domain/result.ts'

/** Ends every session of this request, on this device and any other. */
export const leave = (
  actor: Extract<Actor, { kind: 'subject' }>,
  _input: object,
  now: Temporal.Instant,
): Promise<Result<null, never>> =>
  transact(actor, async (tx) => {
    await tx.subjectSession.updateMany({
      where: { requestId: actor.requestId, revokedAt: null },
      data: { revokedAt: toDate(now) },
    })
    return ok(null)
  })
