import { createHash } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { dropDisputes } from '#data/corrections/dispute.ts'
import { transact } from '#data/db.ts'
import { fulfil } from '#data/execution/fulfil.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { recordFile, type WrittenFile } from '#data/vault/write.ts'
import type { Actor } from '#domain/actor.ts'
import type { CertificateCause } from '#domain/event.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type IssueInput = {
  requestId: string
  id: string
  jws: string
  kid: string
  /** none once the request was shredded */
  pdf: WrittenFile | null
  /** rows that stay, by law or because they are another person's too */
  retained: number
  /** the certificate that this one replaces */
  supersedes: string | null
  cause: CertificateCause | null
}

/** Issues the certificate of an executed erasure and closes the request; a later one replaces the one before. */
export const issueCertificate = (
  actor: Actor,
  { requestId, id, jws, kid, pdf, retained, supersedes, cause }: IssueInput,
  now: Temporal.Instant,
): Promise<Result<null, 'issued_already'>> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: { certificates: { select: { supersedesId: true } } },
    })
    const isTaken = request.certificates.some(({ supersedesId }) => supersedesId === supersedes)
    if (isTaken || (supersedes === null && request.status !== 'executing')) return refuse('issued_already')
    const { controllerId } = request
    const about = { controllerId, requestId }
    if (pdf) await recordFile(tx, request, pdf, now)
    await tx.certificate.create({
      data: { id, ...about, jws, kid, pdfFileId: pdf?.id ?? null, issuedAt: toDate(now), supersedesId: supersedes },
    })
    const jwsSha256 = createHash('sha256').update(jws).digest('hex')
    const replaced = supersedes && cause ? { supersedes, cause } : {}
    await record(tx, actor, about, { type: 'certificate.issued', certificateId: id, kid, jwsSha256, ...replaced }, now)
    await dropDisputes(tx, request)
    if (supersedes === null) await fulfil(tx, actor, request, retained, now)
    return ok(null)
  })
