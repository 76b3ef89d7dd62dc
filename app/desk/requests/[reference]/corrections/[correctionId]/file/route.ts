import { Readable } from 'node:stream'
import { notFound } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { fileAnswer } from '#app/_server/file-answer.ts'
import { requireStaff } from '#app/_server/staff.ts'
import { readEvidence } from '#data/corrections/read-evidence.ts'

type Context = { params: Promise<{ reference: string; correctionId: string }> }

/** The file that a correction rests on: to keep, never shown in the page. */
export async function GET(_request: Request, { params }: Context): Promise<Response> {
  const { actor } = await requireStaff()
  const { reference, correctionId } = await params
  const isId = z.uuid().safeParse(correctionId).success
  const found = isId ? await readEvidence(actor, { reference, correctionId }, Temporal.Now.instant()) : null
  if (!found) notFound()
  const { bytes, name, mediaType } = found
  return fileAnswer({ stream: Readable.from([bytes]), bytes: bytes.length, fileName: name, mediaType })
}
