import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Reference } from '#app/_server/staff-forms.ts'
import { openCorrections } from '#data/corrections/open.ts'
import { OpeningReason } from '#domain/opening.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'valuesOpened'),
  input: z.strictObject({ reference: Reference, reason: OpeningReason }),
  fromPath: ['reference'],
  verb: openCorrections,
  refusals: { not_found: 404, not_allowed: 403 },
})
