import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { attachEvidence } from '#data/corrections/attach-evidence.ts'
import { EvidenceFile } from '#domain/evidence.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'attached'),
  takesFile: true,
  input: Pinned.extend({ correctionId: z.uuid(), file: EvidenceFile }),
  fromPath: ['reference', 'correctionId'],
  verb: attachEvidence,
  refusals: { not_found: 404, not_allowed: 403, not_in_review: 409, changed_meanwhile: 409 },
})
