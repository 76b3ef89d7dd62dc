import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { ANSWERS, respondent } from '#app/_server/respondent.ts'
import { addDocument } from '#data/inquiries/documents.ts'
import { EvidenceFile } from '#domain/evidence.ts'

export const { GET, POST } = handle({
  actor: respondent,
  signIn: ANSWERS,
  takesFile: true,
  input: z.strictObject({ inquiryId: z.uuid(), file: EvidenceFile }),
  verb: addDocument,
  refusals: { not_found: 404, not_open: 409, too_many_files: 409 },
  page: () => ANSWERS,
  done: () => ({ location: ANSWERS }),
})
