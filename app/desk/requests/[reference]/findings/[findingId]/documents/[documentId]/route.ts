import { Readable } from 'node:stream'
import { notFound } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { readDocument } from '#data/findings/read-document.ts'

type Context = { params: Promise<{ reference: string; findingId: string; documentId: string }> }
const Ids = z.object({ reference: z.string(), findingId: z.uuid(), documentId: z.uuid() })

/** A document that was handed in for the person: to keep, never shown in the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { actor } = await requireStaff()
  const which = Ids.safeParse(await params)
  const found = which.success ? await readDocument(actor, which.data, Temporal.Now.instant()) : null
  if (!found) notFound()
  const { bytes, name, mediaType } = found
  return fileAnswer({ stream: Readable.from([bytes]), bytes: bytes.length, fileName: name, mediaType })
}
