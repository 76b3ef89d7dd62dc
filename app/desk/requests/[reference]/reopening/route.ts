import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { reopenReview } from '#data/requests/reopen-review.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'reopened'),
  input: Pinned,
  fromPath: ['reference'],
  verb: reopenReview,
  refusals: { not_found: 404, not_allowed: 403, not_submitted: 409, nothing_handed_over: 409, changed_meanwhile: 409 },
})
