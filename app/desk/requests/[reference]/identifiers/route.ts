import { handle } from '#app/_server/handle.ts'
import { onRequest, Reference } from '#app/_server/staff-forms.ts'
import { confirmIdentifier } from '#data/identifiers/confirm.ts'
import { IdentifierForm } from '#domain/identifier.ts'

export const { GET, POST } = handle({
  ...onRequest('sources', 'identified'),
  input: IdentifierForm.safeExtend({ reference: Reference }),
  fromPath: ['reference'],
  verb: confirmIdentifier,
  refusals: {
    not_found: 404,
    not_allowed: 403,
    not_in_review: 409,
    already_submitted: 409,
    unknown_label: 422,
    already_confirmed: 422,
    too_many_identifiers: 409,
  },
  fields: { unknown_label: 'label', already_confirmed: 'value' },
})
