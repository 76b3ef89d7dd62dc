import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { askSubject } from '#data/questions/ask.ts'
import { QuestionWords } from '#domain/question.ts'

export const { GET, POST } = handle({
  ...onRequest('review', 'asked'),
  input: Pinned.extend(QuestionWords.shape),
  fromPath: ['reference'],
  verb: askSubject,
  refusals: { not_found: 404, not_allowed: 403, already_closed: 409, already_asked: 409, changed_meanwhile: 409 },
})
