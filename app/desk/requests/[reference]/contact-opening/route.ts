import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Reference } from '#app/_server/staff-forms.ts'
import { revealContact } from '#data/requests/reveal-contact.ts'
import { OpeningReason } from '#domain/opening.ts'

export const { GET, POST } = handle({
  ...onRequest('timeline', 'opened'),
  input: z.strictObject({ reference: Reference, reason: OpeningReason }),
  fromPath: ['reference'],
  verb: revealContact,
  refusals: { not_found: 404, not_allowed: 403 },
})
