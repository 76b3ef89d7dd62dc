import type { Temporal } from 'temporal-polyfill'
import { hashToken } from '#crypto/token.ts'
import { transact, withoutScope } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import type { Level } from './start.ts'

export type SubjectSession = { controllerId: string; requestId: string; reference: string; level: Level }

/** Whose session a token is. @returns null when it is unknown, over or ended */
export async function findSession(token: string, now: Temporal.Instant): Promise<SubjectSession | null> {
  const tokenHash = hashToken(token)
  const [at] = await withoutScope(
    (tx) => tx.$queryRaw<{ controllerId: string; requestId: string }[]>`
      select controller_id as "controllerId", request_id as "requestId" from hakku.locate_subject_session(${tokenHash})`,
  )
  if (!at) return null
  return transact({ kind: 'visitor', controllerId: at.controllerId }, async (tx) => {
    const session = await tx.subjectSession.findFirst({
      where: { tokenHash, revokedAt: null, expiresAt: { gt: toDate(now) } },
      select: { level: true },
    })
    const request =
      session && (await tx.request.findUnique({ where: { id: at.requestId }, select: { reference: true } }))
    return request ? { ...at, reference: request.reference, level: session.level as Level } : null
  })
}
