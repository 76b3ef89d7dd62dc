import { handle } from '#app/_server/handle.ts'
import { signInForRequest, subjectOf } from '#app/_server/subject.ts'
import { replyToQuestion } from '#data/questions/reply.ts'
import { ReplyWords } from '#domain/question.ts'

export const { GET, POST } = handle({
  actor: subjectOf,
  signIn: signInForRequest,
  input: ReplyWords,
  verb: replyToQuestion,
  refusals: { nothing_asked: 409 },
  page: ({ reference }) => `/requests/${reference}`,
  done: (_, { reference }) => ({ location: `/requests/${reference}` }),
})
