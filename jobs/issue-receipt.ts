import { randomUUID } from 'node:crypto'
import { newCommitmentSalt } from '#crypto/commitment.ts'
import { sealLog } from '#data/audit/seal-log.ts'
import { toIso } from '#data/instant.ts'
import { findReceiptMaterial } from '#data/receipts/find-material.ts'
import { issueReceipt as issue } from '#data/receipts/issue.ts'
import type { ConsentReceipt } from '#domain/certificate/receipt.ts'
import { buildReceipt } from './certificate/build-receipt.ts'
import { defineJob } from './define.ts'

/** The statements by which one receipt differs from the one before; the rest is when, and where in the log. */
const said = (receipt: ConsentReceipt): string => JSON.stringify(receipt['dpv:hasRecordOfActivity']['dpv:hasRecipient'])

/**
 * Once everything that was withdrawn has stopped, by itself or by a person's hand, and the recipients were told: seals
 * the log, states it, signs it. What a recipient answers later makes another that replaces the one before.
 */
export const issueReceipt = defineJob({
  name: 'issue-receipt',
  on: ['stops.finished', 'recipients.instructed', 'recipient.answered'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 2_000 },
  async run({ controllerId, requestId }, { now }) {
    const actor = { kind: 'system', controllerId, job: 'issue-receipt' } as const
    if (!requestId) return
    await sealLog(actor, now())
    const material = await findReceiptMaterial(actor, requestId)
    if (!material) return
    const { key, signingKey, previous } = material
    const [id, salt] = [randomUUID(), newCommitmentSalt()]
    const { receipt, jws } = await buildReceipt(material, { id, salt, issuedAt: toIso(now()) })
    if (previous && said(previous.contents) === said(receipt)) return
    const supersedes = previous?.id ?? null
    const issued = await issue(actor, { requestId, id, jws, kid: signingKey.kid, salt, key, supersedes }, now())
    // Somebody issued another one meanwhile: what is known here may not stand in it.
    if (!issued.ok && previous) throw new Error('the receipt was replaced meanwhile')
  },
})
