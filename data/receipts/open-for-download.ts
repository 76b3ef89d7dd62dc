import { Readable } from 'node:stream'
import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import type { Download } from '#data/packages/open-for-download.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/**
 * The receipt for a subject who has just entered a fresh code: `{ jws, salt }`. The salt shows whose receipt it is, so
 * it leaves with this copy only, and is gone once the request is shredded.
 */
export const openReceipt = (
  actor: Extract<Actor, { kind: 'subject' }>,
  _input: object,
  now: Temporal.Instant,
): Promise<Result<Download, 'fresh_code_needed' | 'no_receipt'>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId } = actor
    if (actor.level !== 'download') return refuse('fresh_code_needed')
    const stored = await tx.consentReceipt.findFirst({
      where: { requestId },
      orderBy: { issuedAt: 'desc' },
      include: { request: { select: { reference: true } } },
    })
    if (!stored) return refuse('no_receipt')
    const owner = { controllerId, id: requestId }
    const key = await openRequestKey(tx, owner)
    const salt = key ? await openJsonFor(key, owner, 'receipt', stored.sealedSalt) : null
    await record(tx, actor, { controllerId, requestId }, { type: 'receipt.downloaded', receiptId: stored.id }, now)
    const bytes = Buffer.from(`${JSON.stringify({ jws: stored.jws, salt }, null, 2)}\n`)
    return ok({
      stream: Readable.from([bytes]),
      bytes: bytes.length,
      fileName: `${stored.request.reference}.receipt.json`,
    })
  })
