import { redirect } from 'next/navigation'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { requireSubject } from '#app/_server/subject.ts'
import { openCertificatePdf } from '#data/certificates/find-for-subject.ts'

type Context = { params: Promise<{ reference: string }> }

export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { reference } = await params
  const found = (await openCertificatePdf(await requireSubject(reference))) ?? redirect(`/requests/${reference}`)
  return fileAnswer({ ...found, fileName: `${found.reference}.pdf`, mediaType: 'application/pdf' })
}
