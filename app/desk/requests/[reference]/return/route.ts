import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { sendBack } from '#data/requests/send-back.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'returned'),
  input: Pinned,
  fromPath: ['reference'],
  verb: sendBack,
  refusals: { not_found: 404, not_allowed: 403, not_in_review: 409, changed_meanwhile: 409 },
})
