import { handle } from '#app/_server/handle.ts'
import { redact } from '#data/redactions/redact.ts'
import { onFinding } from '../../../on-finding.ts'
import { RedactionForm } from './redaction-form.ts'

export const { GET, POST } = handle({
  ...onFinding('decided'),
  input: RedactionForm,
  fromPath: ['reference', 'findingId'],
  verb: redact,
  refusals: {
    not_found: 404,
    not_allowed: 403,
    not_in_review: 409,
    submitted_already: 409,
    nothing_handed_over: 409,
    no_such_place: 422,
    held_back_already: 409,
    not_about_others: 422,
    too_many: 409,
    shredded: 410,
  },
})
