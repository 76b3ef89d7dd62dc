import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest } from '#app/_server/staff-forms.ts'
import { proposeCorrection } from '#data/corrections/propose.ts'
import { CorrectionWords } from '#domain/rectification.ts'
import { PlacePath, placeAddress } from '../on-place.ts'

const Proposal = z.strictObject({
  ...PlacePath.shape,
  ...CorrectionWords.shape,
  version: z.coerce.number().int().min(1),
})

export const { GET, POST } = handle({
  ...onRequest('review', 'proposed'),
  page: placeAddress,
  input: Proposal,
  fromPath: ['reference', 'findingId', 'row', 'field'],
  verb: proposeCorrection,
  fields: {
    say_new_value: 'to',
    same_value: 'to',
    say_why_note: 'noteReason',
    confirm_others_row: 'confirmation',
  },
  refusals: {
    not_found: 404,
    not_allowed: 403,
    not_in_review: 409,
    not_opened: 403,
    not_rectifiable: 422,
    say_new_value: 422,
    say_why_note: 422,
    same_value: 422,
    confirm_others_row: 422,
    proposed_already: 409,
    too_many_corrections: 409,
    changed_meanwhile: 409,
  },
})
