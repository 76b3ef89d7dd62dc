import { Readable } from 'node:stream'
import { redirect } from 'next/navigation'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { requireSubject } from '#app/_server/subject.ts'
import { findStatement } from '#data/corrections/find-outcome.ts'

type Context = { params: Promise<{ reference: string }> }

/** The signed statement of what was corrected, as it is checked: a compact JWS (RFC 7515). */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { reference } = await params
  const jws = (await findStatement(await requireSubject(reference))) ?? redirect(`/requests/${reference}`)
  const bytes = Buffer.from(jws)
  return fileAnswer({
    stream: Readable.from([bytes]),
    bytes: bytes.length,
    fileName: `${reference}-pembetulan.jws`,
    mediaType: 'application/jose',
  })
}
