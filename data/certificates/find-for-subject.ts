import type { Readable } from 'node:stream'
import { transact } from '#data/db.ts'
import { openFile } from '#data/vault/read.ts'
import type { Actor } from '#domain/actor.ts'
import { Certificate } from '#domain/certificate/certificate.ts'

type Subject = Extract<Actor, { kind: 'subject' }>

/** The certificate that counts: the last one issued. */
const newest = { orderBy: { issuedAt: 'desc' } } as const

/** The signed certificate of the subject's own request: compact JWS. */
export const findCertificate = (actor: Subject): Promise<{ jws: string; reference: string } | null> =>
  transact(actor, async (tx) => {
    const certificate = await tx.certificate.findFirst({
      where: { requestId: actor.requestId },
      select: { jws: true, request: { select: { reference: true } } },
      ...newest,
    })
    return certificate && { jws: certificate.jws, reference: certificate.request.reference }
  })

/** What it says, for the status page; null when there is none or its contents are of another version. */
export async function findCertificateContents(actor: Subject): Promise<Certificate | null> {
  const found = await findCertificate(actor)
  const [, payload = ''] = found?.jws.split('.') ?? []
  if (payload === '') return null
  const contents = Certificate.safeParse(JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')))
  return contents.success ? contents.data : null
}

/** The same as a PDF for reading, from the vault. */
export const openCertificatePdf = (
  actor: Subject,
): Promise<{ stream: Readable; bytes: number; reference: string } | null> =>
  transact(actor, async (tx) => {
    const certificate = await tx.certificate.findFirst({
      where: { requestId: actor.requestId },
      include: { pdf: true, request: { select: { reference: true } } },
      ...newest,
    })
    const pdf = certificate?.pdf
    const stream = pdf && (await openFile(tx, pdf))
    return stream ? { stream, bytes: Number(pdf.bytes), reference: certificate.request.reference } : null
  })
