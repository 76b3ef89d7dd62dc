import type { SigningKey } from '#crypto/signing.ts'
import { logPosition } from '#data/audit/log-position.ts'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { openSigningKey } from '#data/signing-keys/open.ts'
import type { Actor } from '#domain/actor.ts'
import type { LogPosition } from '#domain/certificate/certificate.ts'
import { RequestDetails } from '#domain/filing.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import type { Controller, Instruction, Recipient, Request, Source } from '#prisma/generated/client.ts'

/** What a certificate is made of. Holds the subject's contact and name: it stays in memory. */
export type CertificateMaterial = {
  request: Request
  controller: Controller
  operator: Controller
  erased: { source: Source; outcome: EraseOutcome }[]
  instructions: (Instruction & { recipient: Recipient })[]
  details: RequestDetails
  log: LogPosition
  key: Uint8Array
  signingKey: SigningKey
}

/** @returns null when it is not time: a source has not proved its erasure, the event is not sealed, or it was issued */
export const findCertificateMaterial = (
  actor: Actor,
  { requestId, eventId }: { requestId: string; eventId: string },
): Promise<CertificateMaterial | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: {
        controller: true,
        certificates: { select: { id: true } },
        tasks: { where: { purpose: 'erase' }, include: { source: true }, orderBy: { source: { key: 'asc' } } },
        instructions: { include: { recipient: true }, orderBy: { recipient: { name: 'asc' } } },
      },
    })
    const { controller, certificates, tasks, instructions } = request
    const open = tasks.length === 0 || tasks.some(({ state }) => state !== 'done')
    const key = await openRequestKey(tx, request)
    const log = await logPosition(tx, request.controllerId, eventId)
    if (request.status !== 'executing' || certificates.length > 0 || open || !key || !request.sealed || !log)
      return null
    return {
      request,
      controller,
      operator:
        (await tx.controller.findFirst({ where: { kind: 'operator' }, orderBy: { createdAt: 'asc' } })) ?? controller,
      erased: tasks.map(({ source, outcome }) => ({ source, outcome: EraseOutcome.parse(outcome) })),
      instructions,
      details: RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed)),
      log,
      key,
      signingKey: await openSigningKey(tx),
    }
  })
