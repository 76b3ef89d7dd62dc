import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned, requestAddress } from '#app/_server/staff-forms.ts'
import { refuseRequest } from '#data/requests/refuse.ts'
import { RefusalWords } from '#domain/refusal.ts'

export const { GET, POST } = handle({
  ...onRequest('refusal', 'refused'),
  input: Pinned.extend(RefusalWords.shape),
  fromPath: ['reference'],
  verb: refuseRequest,
  refusals: { not_found: 404, not_allowed: 403, decided_before: 403, not_refusable: 409, changed_meanwhile: 409 },
  done: (_, { reference = '' }) => ({ location: requestAddress(reference, 'timeline', 'refused') }),
})
