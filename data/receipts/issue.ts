import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { fulfil } from '#data/execution/fulfil.ts'
import { toDate } from '#data/instant.ts'
import { sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type IssueReceiptInput = {
  requestId: string
  id: string
  jws: string
  kid: string
  salt: string
  key: Uint8Array
  /** the receipt that this one replaces */
  supersedes: string | null
}

/** Issues the receipt of a withdrawal, and closes it where no person had to answer; a later one replaces the one before. */
export const issueReceipt = (
  actor: Actor,
  { requestId, id, jws, kid, salt, key, supersedes }: IssueReceiptInput,
  now: Temporal.Instant,
): Promise<Result<null, 'issued_already'>> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: { receipts: { select: { supersedesId: true } } },
    })
    if (request.receipts.some(({ supersedesId }) => supersedesId === supersedes)) return refuse('issued_already')
    const about = { controllerId: request.controllerId, requestId }
    const sealedSalt = await sealJsonFor(key, request, 'receipt', salt)
    await tx.consentReceipt.create({
      data: { id, ...about, jws, kid, sealedSalt, issuedAt: toDate(now), supersedesId: supersedes },
    })
    const jwsSha256 = createHash('sha256').update(jws).digest('hex')
    await record(
      tx,
      actor,
      about,
      { type: 'receipt.issued', receiptId: id, kid, jwsSha256, ...(supersedes && { supersedes }) },
      now,
    )
    if (request.right === 'consent_withdrawal' && request.status === 'executing' && !supersedes)
      await fulfil(tx, actor, request, 0, now)
    return ok(null)
  })
