import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import type { Actor } from '#domain/actor.ts'

const Asked = z.object({ codeId: z.uuid() })

/** A code that is still to be mailed, in clear. @returns null when it was mailed, used, or is past its time */
export const findUnsentCode = (
  actor: Actor,
  asked: unknown,
  now: Temporal.Instant,
): Promise<{ code: string; purpose: 'verify' | 'status' | 'download' } | null> =>
  transact(actor, async (tx) => {
    const row = await tx.code.findUnique({ where: { id: Asked.parse(asked).codeId } })
    if (!row?.sealedCode || row.usedAt || row.expiresAt <= toDate(now)) return null
    const owner = { controllerId: row.controllerId, id: row.requestId }
    const key = await openRequestKey(tx, owner)
    const code = key && (await openJsonFor(key, owner, 'code', row.sealedCode))
    return typeof code === 'string' ? { code, purpose: row.purpose as 'verify' } : null
  })

/**
 * Once mailed, the code is nowhere in clear or sealed: only its hash stays.
 * @returns whether somebody has used it, and so must have been sent it
 */
export const forgetSentCode = (actor: Actor, eventId: string): Promise<{ used: boolean }> =>
  transact(actor, async (tx) => {
    const { data } = await tx.event.findUniqueOrThrow({ where: { id: eventId } })
    const { usedAt } = await tx.code.update({
      where: { id: Asked.parse(data).codeId },
      data: { sealedCode: null },
      select: { usedAt: true },
    })
    return { used: usedAt !== null }
  })
