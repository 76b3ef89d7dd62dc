import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { noSessionCookies, signInForRequest, subjectOf } from '#app/_server/subject.ts'
import { leave } from '#data/subject-sessions/leave.ts'

export const { GET, POST } = handle({
  actor: subjectOf,
  signIn: signInForRequest,
  input: z.strictObject({}),
  verb: leave,
  refusals: {},
  page: ({ reference }) => `/requests/${reference}`,
  done: () => ({ location: '/left', cookies: noSessionCookies }),
})
