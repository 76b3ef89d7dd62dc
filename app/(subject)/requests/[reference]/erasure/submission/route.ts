import { handle } from '#app/_server/handle.ts'
import { sessionCookie, signInForRequest, subjectOf } from '#app/_server/subject.ts'
import { eraseAfterWithdrawal } from '#data/requests/follow-up.ts'
import { FollowUpWords } from '#domain/follow-up.ts'

export const { GET, POST } = handle({
  actor: subjectOf,
  signIn: signInForRequest,
  input: FollowUpWords,
  verb: eraseAfterWithdrawal,
  refusals: { nothing_withdrawn: 409, followed_already: 409, follow_up_too_late: 410 },
  page: ({ reference }) => `/requests/${reference}/erasure`,
  done: ({ reference, sessionToken }) => ({
    location: `/requests/${reference}/receipt`,
    cookies: [sessionCookie(sessionToken, 'status')],
  }),
})
