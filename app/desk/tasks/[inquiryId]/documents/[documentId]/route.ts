import { Readable } from 'node:stream'
import { notFound } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { readTaskDocument } from '#data/inquiries/read-document.ts'

type Context = { params: Promise<{ inquiryId: string; documentId: string }> }
const Ids = z.object({ inquiryId: z.uuid(), documentId: z.uuid() })

/** What whoever answered a task added to it: to keep, never shown in the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { actor } = await requireStaff()
  const which = Ids.safeParse(await params)
  const found = which.success ? await readTaskDocument(actor, which.data, Temporal.Now.instant()) : null
  if (!found) notFound()
  const { bytes, name, mediaType } = found
  return fileAnswer({ stream: Readable.from([bytes]), bytes: bytes.length, fileName: name, mediaType })
}
