import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Reference } from '#app/_server/staff-forms.ts'
import { removeIdentifier } from '#data/identifiers/remove.ts'

export const { GET, POST } = handle({
  ...onRequest('sources', 'unidentified'),
  input: z.strictObject({ reference: Reference, identifierId: z.uuid() }),
  fromPath: ['reference', 'identifierId'],
  verb: removeIdentifier,
  refusals: { not_found: 404, not_allowed: 403, not_in_review: 409, already_submitted: 409 },
})
