import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { newCommitmentSalt } from '#crypto/commitment.ts'
import { sealLog } from '#data/audit/seal-log.ts'
import { type CertificateMaterial, findCertificateMaterial } from '#data/certificates/find-material.ts'
import { issueCertificate as issue } from '#data/certificates/issue.ts'
import { writeSealed } from '#data/vault/write.ts'
import { buildCertificate } from './certificate/build-certificate.ts'
import { renderCertificatePdf } from './certificate/certificate-pdf.tsx'
import { certificateFacts, retainedRows } from './certificate/facts.ts'
import { defineJob } from './define.ts'
import { pageUrl } from './notify.ts'

async function build(material: CertificateMaterial, id: string, now: Temporal.Instant) {
  const { details, signingKey } = material
  const salt = newCommitmentSalt()
  const built = await buildCertificate({
    facts: certificateFacts(material, { id, salt, now }),
    neverContains: [details.email, details.name],
    key: signingKey,
  })
  // A certificate that cannot be stated truthfully is not issued; the request waits, and the job comes back.
  if (!built.ok) throw new Error(`certificate refused: ${built.reason}`)
  const { certificate, jws } = built.value
  const pdf = await renderCertificatePdf({
    certificate,
    jws,
    kid: signingKey.kid,
    verifyUrl: pageUrl('/verify'),
    subjectSalt: salt,
  })
  return { jws, pdf }
}

/** Once every source has proved its erasure: seals the log, states what happened, signs it, and closes the request. */
export const issueCertificate = defineJob({
  name: 'issue-certificate',
  on: ['task.finished'],
  lane: 'slow',
  retry: { attempts: 6, delayMs: 2_000 },
  async run({ eventId, controllerId, requestId }, { now }) {
    const actor = { kind: 'system', controllerId, job: 'issue-certificate' } as const
    if (!requestId) return
    await sealLog(actor, now())
    const material = await findCertificateMaterial(actor, { requestId, eventId })
    if (!material) return
    const { request, key, signingKey, erased } = material
    const id = randomUUID()
    const { jws, pdf } = await build(material, id, now())
    const writer = writeSealed(key, request, 'certificate')
    writer.stream.write(pdf)
    const file = await writer.finish()
    const issued = await issue(
      actor,
      { requestId, id, jws, kid: signingKey.kid, pdf: file, retained: retainedRows(erased) },
      now(),
    )
    if (!issued.ok) await writer.discard()
  },
})
