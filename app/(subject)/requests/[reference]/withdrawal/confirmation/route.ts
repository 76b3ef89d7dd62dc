import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { signInForRequest, subjectOf } from '#app/_server/subject.ts'
import { withdrawRequest } from '#data/requests/withdraw.ts'

export const { GET, POST } = handle({
  actor: subjectOf,
  signIn: signInForRequest,
  input: z.strictObject({}),
  verb: withdrawRequest,
  refusals: { too_late_to_withdraw: 409, changed_meanwhile: 409 },
  page: ({ reference }) => `/requests/${reference}/withdrawal`,
  done: (_, { reference }) => ({ location: `/requests/${reference}` }),
})
