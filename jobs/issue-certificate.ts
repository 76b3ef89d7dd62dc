import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { newCommitmentSalt } from '#crypto/commitment.ts'
import { sealLog } from '#data/audit/seal-log.ts'
import { type CertificateMaterial, findCertificateMaterial } from '#data/certificates/find-material.ts'
import { issueCertificate as issue } from '#data/certificates/issue.ts'
import { writeSealed } from '#data/vault/write.ts'
import type { Certificate } from '#domain/certificate/certificate.ts'
import type { CertificateCause, EventType } from '#domain/event.ts'
import { buildCertificate } from './certificate/build-certificate.ts'
import { certificateFacts, retainedRows } from './certificate/facts.ts'
import { defineJob } from './define.ts'
import { pageUrl } from './notify.ts'

async function build(material: CertificateMaterial, id: string, now: Temporal.Instant) {
  const { details, signingKey } = material
  const salt = newCommitmentSalt()
  const built = await buildCertificate({
    facts: certificateFacts(material, { id, salt, now }),
    neverContains: details ? [details.email, details.name] : [],
    key: signingKey,
  })
  // A certificate that cannot be stated truthfully is not issued; the request waits, and the job comes back.
  if (!built.ok) throw new Error(`certificate refused: ${built.reason}`)
  return { ...built.value, salt }
}

/** Sealed like everything personal: without the request's key there is none any more. */
async function writePdf({ key, request, signingKey }: CertificateMaterial, { certificate, jws, salt }: Built) {
  if (!key) return null
  // Loaded when a certificate is made: a worker that reads millions of rows does without it.
  const { renderCertificatePdf } = await import('./certificate/certificate-pdf.tsx')
  const pdf = await renderCertificatePdf({
    certificate,
    jws,
    kid: signingKey.kid,
    verifyUrl: pageUrl('/verify'),
    subjectSalt: salt,
  })
  const writer = writeSealed(key, request, 'certificate')
  writer.stream.write(pdf)
  return { file: await writer.finish(), discard: writer.discard }
}
type Built = Awaited<ReturnType<typeof build>>

/** The statements by which one certificate differs from the one before; the rest is who, when and where in the log. */
const said = ({ sources, retained, held, recipients }: Certificate): string =>
  JSON.stringify([sources, retained, held, recipients])

const CAUSES: Partial<Record<EventType, CertificateCause>> = {
  'task.finished': 'hold_lifted',
  'recipient.answered': 'recipient_answered',
  'ledger.replayed': 'erased_again',
}

/**
 * Once every source has proved its erasure: seals the log, states what happened, signs it, and closes the request. What
 * becomes known or is done later (an answer, a lifted hold, a replay) makes another that replaces the one before.
 */
export const issueCertificate = defineJob({
  name: 'issue-certificate',
  on: ['task.finished', 'recipient.answered', 'ledger.replayed'],
  lane: 'slow',
  retry: { attempts: 6, delayMs: 2_000 },
  async run({ eventId, controllerId, requestId }, { now }) {
    const actor = { kind: 'system', controllerId, job: 'issue-certificate' } as const
    if (!requestId) return
    await sealLog(actor, now())
    const material = await findCertificateMaterial(actor, { requestId, eventId })
    if (!material) return
    const { previous, erased, signingKey, cause } = material
    const id = randomUUID()
    const built = await build(material, id, now())
    if (previous && said(previous.contents) === said(built.certificate)) return
    const pdf = await writePdf(material, built)
    const issued = await issue(
      actor,
      {
        requestId,
        id,
        jws: built.jws,
        kid: signingKey.kid,
        pdf: pdf?.file ?? null,
        retained: retainedRows(erased),
        supersedes: previous?.id ?? null,
        cause: CAUSES[cause] ?? null,
      },
      now(),
    )
    if (!issued.ok) await pdf?.discard()
    // Somebody issued another one meanwhile: what is known here may not stand in it.
    if (!issued.ok && previous) throw new Error('the certificate was replaced meanwhile')
  },
})
