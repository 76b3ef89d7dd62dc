import { handle } from '#app/_server/handle.ts'
import { sessionCookie, signInForRequest, subjectOf } from '#app/_server/subject.ts'
import { appealRequest } from '#data/requests/appeal.ts'
import { AppealWords } from '#domain/appeal.ts'

export const { GET, POST } = handle({
  actor: subjectOf,
  signIn: signInForRequest,
  input: AppealWords,
  verb: appealRequest,
  refusals: { not_answered_yet: 409, is_an_appeal: 409, appealed_already: 409, appeal_too_late: 410 },
  page: ({ reference }) => `/requests/${reference}/appeal`,
  done: ({ reference, sessionToken }) => ({
    location: `/requests/${reference}/receipt`,
    cookies: [sessionCookie(sessionToken, 'status')],
  }),
})
