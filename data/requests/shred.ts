import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { removeFiles } from '#data/vault/remove.ts'
import type { Actor } from '#domain/actor.ts'
import type { Request } from '#prisma/generated/client.ts'

/**
 * Destroys the request's key: what was sealed about it is unreadable from here on, in every copy and every backup.
 * The row is locked by the caller.
 */
export async function shredRequest(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  if (request.shreddedAt) return
  await tx.requestKey.deleteMany({ where: { requestId: request.id } })
  await removeFiles(tx, request, now)
  await tx.code.updateMany({ where: { requestId: request.id }, data: { sealedCode: null } })
  await tx.identifier.updateMany({ where: { requestId: request.id }, data: { sealed: null } })
  await tx.inquiry.updateMany({ where: { requestId: request.id }, data: { sealedContact: null, tokenHash: null } })
  await tx.request.update({
    where: { id: request.id },
    data: {
      sealed: null,
      sealedRefusal: null,
      sealedAnswer: null,
      contactIndex: null,
      subjectCountry: null,
      shreddedAt: toDate(now),
      version: { increment: 1 },
    },
  })
  const about = { controllerId: request.controllerId, requestId: request.id }
  await record(tx, actor, about, { type: 'request.shredded' }, now)
}
