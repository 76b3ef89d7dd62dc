import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Reference } from '#app/_server/staff-forms.ts'
import { liftHold } from '#data/holds/lift.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'lifted'),
  input: z.strictObject({ reference: Reference, holdId: z.uuid() }),
  fromPath: ['reference', 'holdId'],
  verb: liftHold,
  refusals: { not_found: 404, not_allowed: 403, already_lifted: 409 },
})
