import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { removeCorrection } from '#data/corrections/remove.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'removed'),
  input: Pinned.extend({ correctionId: z.uuid() }),
  fromPath: ['reference', 'correctionId'],
  verb: removeCorrection,
  refusals: { not_found: 404, not_allowed: 403, not_in_review: 409, changed_meanwhile: 409 },
})
