import { Readable } from 'node:stream'
import { redirect } from 'next/navigation'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { requireSubject } from '#app/_server/subject.ts'
import { findCertificate } from '#data/certificates/find-for-subject.ts'

type Context = { params: Promise<{ reference: string }> }

/** The signed certificate as it is checked: a compact JWS (RFC 7515 §9.2.1). */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { reference } = await params
  const found = (await findCertificate(await requireSubject(reference))) ?? redirect(`/requests/${reference}`)
  const bytes = Buffer.from(found.jws)
  return fileAnswer({
    stream: Readable.from([bytes]),
    bytes: bytes.length,
    fileName: `${found.reference}.jws`,
    mediaType: 'application/jose',
  })
}
