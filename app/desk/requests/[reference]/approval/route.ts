import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { approveRequest } from '#data/requests/approve.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'approved'),
  input: Pinned,
  fromPath: ['reference'],
  verb: approveRequest,
  refusals: {
    not_found: 404,
    not_allowed: 403,
    decided_before: 403,
    not_in_review: 409,
    not_submitted: 409,
    same_person: 403,
    corrections_not_opened: 409,
    identity_not_proved: 409,
    source_not_answered: 409,
    no_source: 409,
    identifier_not_searched: 409,
    contact_not_on_file: 409,
    obstacle_open: 409,
    correction_open: 409,
    redaction_lost: 409,
    changed_meanwhile: 409,
  },
})
