import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { undoRedaction } from '#data/redactions/undo.ts'
import { findingPath, onFinding } from '../../../../../on-finding.ts'

export const { GET, POST } = handle({
  ...onFinding('undone'),
  input: z.strictObject({ ...findingPath, redactionId: z.uuid() }),
  fromPath: ['reference', 'findingId', 'redactionId'],
  verb: undoRedaction,
  refusals: { not_found: 404, not_allowed: 403, not_in_review: 409, submitted_already: 409, nothing_handed_over: 409 },
})
