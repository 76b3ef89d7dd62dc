import { handle } from '#app/_server/handle.ts'
import { onRequest } from '#app/_server/staff-forms.ts'
import { recordRecipientAnswer } from '#data/recipients/record-answer.ts'
import { AnswerOfRecipient } from '#domain/recipient.ts'

export const { GET, POST } = handle({
  ...onRequest('evidence', 'recorded'),
  input: AnswerOfRecipient,
  fromPath: ['reference', 'recipientId'],
  verb: recordRecipientAnswer,
  refusals: { not_found: 404, not_allowed: 403, answer_day_impossible: 422, already_recorded: 409 },
  fields: { answer_day_impossible: 'answeredOn' },
})
