import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { ANSWERS, respondent } from '#app/_server/respondent.ts'
import { removeDocument } from '#data/inquiries/documents.ts'

export const { GET, POST } = handle({
  actor: respondent,
  signIn: ANSWERS,
  input: z.strictObject({ inquiryId: z.uuid(), documentId: z.uuid() }),
  verb: removeDocument,
  refusals: { not_found: 404, not_open: 409 },
  page: () => ANSWERS,
  done: () => ({ location: ANSWERS }),
})
