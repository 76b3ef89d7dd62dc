import { randomUUID } from 'node:crypto'
import { newCommitmentSalt } from '#crypto/commitment.ts'
import { sealLog } from '#data/audit/seal-log.ts'
import { toIso } from '#data/instant.ts'
import { findReceiptMaterial } from '#data/receipts/find-material.ts'
import { issueReceipt as issue } from '#data/receipts/issue.ts'
import { buildReceipt } from './certificate/build-receipt.ts'
import { defineJob } from './define.ts'

/** Once everything that was withdrawn has stopped, by itself or by a person's hand: seals the log, states it, signs it. */
export const issueReceipt = defineJob({
  name: 'issue-receipt',
  on: ['stops.finished', 'answer.given'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 2_000 },
  async run({ eventId, controllerId, requestId }, { now }) {
    const actor = { kind: 'system', controllerId, job: 'issue-receipt' } as const
    if (!requestId) return
    await sealLog(actor, now())
    const material = await findReceiptMaterial(actor, { requestId, eventId })
    if (!material) return
    const { key, signingKey } = material
    const [id, salt] = [randomUUID(), newCommitmentSalt()]
    const { jws } = await buildReceipt(material, { id, salt, issuedAt: toIso(now()) })
    await issue(actor, { requestId, id, jws, kid: signingKey.kid, salt, key }, now())
  },
})
