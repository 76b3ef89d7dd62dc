import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { answerRequest } from '#data/requests/answer.ts'
import { AnswerWords } from '#domain/by-hand.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'answered'),
  input: Pinned.extend(AnswerWords.shape),
  fromPath: ['reference'],
  verb: answerRequest,
  refusals: { not_found: 404, not_allowed: 403, not_by_hand: 409, changed_meanwhile: 409 },
})
