import type { SigningKey } from '#crypto/signing.ts'
import { logPosition } from '#data/audit/log-position.ts'
import { transact } from '#data/db.ts'
import { openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { openSigningKey } from '#data/signing-keys/open.ts'
import type { Actor } from '#domain/actor.ts'
import { Certificate, type LogPosition } from '#domain/certificate/certificate.ts'
import type { EventType } from '#domain/event.ts'
import { RequestDetails } from '#domain/filing.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import type {
  Controller,
  Instruction,
  Certificate as Issued,
  Recipient,
  Request,
  Source,
} from '#prisma/generated/client.ts'

/** What a certificate is made of. Holds the subject's contact and name: it stays in memory. */
export type CertificateMaterial = {
  request: Request
  controller: Controller
  operator: Controller
  erased: { source: Source; outcome: EraseOutcome }[]
  instructions: (Instruction & { recipient: Recipient })[]
  /** null, like `key`: the request was shredded since */
  details: RequestDetails | null
  log: LogPosition
  key: Uint8Array | null
  signingKey: SigningKey
  /** the type of the event that brought this up */
  cause: EventType
  /** the certificate that counts until now */
  previous: { id: string; contents: Certificate } | null
}

/** @returns null when it is not time: a source has not proved its erasure, or the event is not sealed */
export const findCertificateMaterial = (
  actor: Actor,
  { requestId, eventId }: { requestId: string; eventId: string },
): Promise<CertificateMaterial | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: {
        controller: true,
        certificates: true,
        tasks: { where: { purpose: 'erase' }, include: { source: true }, orderBy: { source: { key: 'asc' } } },
        instructions: { include: { recipient: true }, orderBy: { recipient: { name: 'asc' } } },
      },
    })
    const { controller, certificates, tasks, instructions } = request
    const open = tasks.length === 0 || tasks.some(({ state }) => state !== 'done')
    const key = await openRequestKey(tx, request)
    const log = await logPosition(tx, request.controllerId, eventId)
    const previous = newestOf(certificates)
    const isFirst = request.status === 'executing' && key !== null && request.sealed !== null
    if (open || !log || (!previous && !isFirst)) return null
    return {
      request,
      controller,
      operator:
        (await tx.controller.findFirst({ where: { kind: 'operator' }, orderBy: { createdAt: 'asc' } })) ?? controller,
      erased: tasks.map(({ source, outcome }) => ({ source, outcome: EraseOutcome.parse(outcome) })),
      instructions,
      details:
        key && request.sealed ? RequestDetails.parse(await openJsonFor(key, request, 'details', request.sealed)) : null,
      log,
      key,
      signingKey: await openSigningKey(tx),
      cause: (await tx.event.findUniqueOrThrow({ where: { id: eventId }, select: { type: true } })).type as EventType,
      previous,
    }
  })

/** The end of the chain: the one that no other replaces. */
function newestOf(certificates: readonly Issued[]): CertificateMaterial['previous'] {
  const replaced = new Set(certificates.map(({ supersedesId }) => supersedesId))
  const newest = certificates.find(({ id }) => !replaced.has(id))
  return newest ? { id: newest.id, contents: readCertificate(newest.jws) } : null
}

/** What a certificate of ours says. Our own signature need not be checked again. */
const readCertificate = (jws: string): Certificate =>
  Certificate.parse(JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString('utf8')))
