import type { Temporal } from 'temporal-polyfill'
import { hashToken, newToken } from '#crypto/token.ts'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'

export type Level = 'receipt' | 'status' | 'download'

/** How long each lasts: a receipt can be read for a day, a status page half an hour, a package collected within five minutes. */
export const SESSION_MINUTES: Record<Level, number> = { receipt: 24 * 60, status: 30, download: 5 }

export type Owner = { controllerId: string; requestId: string }

/** @returns the token for the person's cookie; only its hash is stored */
export async function startSession(tx: Tx, owner: Owner, level: Level, now: Temporal.Instant): Promise<string> {
  const token = newToken()
  await tx.subjectSession.create({
    data: {
      controllerId: owner.controllerId,
      requestId: owner.requestId,
      tokenHash: hashToken(token),
      level,
      createdAt: toDate(now),
      expiresAt: toDate(now.add({ minutes: SESSION_MINUTES[level] })),
    },
  })
  return token
}
