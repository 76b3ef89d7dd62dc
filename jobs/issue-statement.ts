import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { signJws } from '#crypto/signing.ts'
import { sealLog } from '#data/audit/seal-log.ts'
import { findStatementMaterial, type StatementMaterial } from '#data/corrections/find-statement-material.ts'
import { issueStatement as issue } from '#data/corrections/issue-statement.ts'
import { toIso } from '#data/instant.ts'
import { RectificationStatement, rectificationSchema } from '#domain/certificate/rectification.ts'
import { defineJob } from './define.ts'

const stated = (material: StatementMaterial, id: string, now: Temporal.Instant): RectificationStatement => {
  const { request, controller, operator, results, recipients, appliedAt, log } = material
  return RectificationStatement.parse({
    schema: rectificationSchema,
    id,
    issuer: { name: operator.name, contact: operator.contact },
    controller: { name: controller.name, contact: controller.contact, dpo: controller.dpoContact },
    reference: request.reference,
    law: 'UU 27/2022 (Pelindungan Data Pribadi); PP 33/2026',
    article: 'UU 27/2022 Pasal 6 dan 30; PP 33/2026 Pasal 71 dan 72',
    times: {
      receivedAt: request.receivedAt.toISOString(),
      approvedAt: (request.approvedAt ?? request.receivedAt).toISOString(),
      appliedAt: appliedAt.toISOString(),
      issuedAt: toIso(now),
    },
    results,
    recipients: recipients.map(({ name, instructedAt }) => ({ name, instructedAt: instructedAt.toISOString() })),
    log,
  })
}

/** Once everything is corrected and passed on: seals the log, signs what was done without saying a value, and closes the request. */
export const issueStatement = defineJob({
  name: 'issue-statement',
  on: ['recipients.instructed'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 2_000 },
  async run({ eventId, controllerId, requestId }, { now }) {
    const actor = { kind: 'system', controllerId, job: 'issue-statement' } as const
    if (!requestId) return
    await sealLog(actor, now())
    const material = await findStatementMaterial(actor, { requestId, eventId })
    if (!material) return
    const { signingKey } = material
    const id = randomUUID()
    const jws = await signJws(stated(material, id, now()), signingKey, rectificationSchema)
    await issue(actor, { requestId, id, jws, kid: signingKey.kid }, now())
  },
})
