import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { submitForReview } from '#data/requests/submit-for-review.ts'
import { ERASURE_GROUNDS } from '#domain/erasure-ground.ts'

const Submission = Pinned.extend({ ground: z.enum(ERASURE_GROUNDS, 'choose_one').default('request') })

export const { GET, POST } = handle({
  ...onRequest('review', 'submitted'),
  input: Submission,
  fromPath: ['reference'],
  verb: submitForReview,
  refusals: {
    not_found: 404,
    not_allowed: 403,
    not_in_review: 409,
    already_submitted: 409,
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
