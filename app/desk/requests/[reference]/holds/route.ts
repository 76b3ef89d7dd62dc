import { handle } from '#app/_server/handle.ts'
import { onRequest, Reference } from '#app/_server/staff-forms.ts'
import { placeHold } from '#data/holds/place.ts'
import { HoldForm } from '#domain/hold.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'held'),
  input: HoldForm.extend({ reference: Reference }),
  fromPath: ['reference'],
  verb: placeHold,
  refusals: { not_found: 404, not_allowed: 403, no_erasure: 409, too_late: 409, already_past: 422, no_such_row: 422 },
  fields: { already_past: 'until', no_such_row: 'row' },
})
