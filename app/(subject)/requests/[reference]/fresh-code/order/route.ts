import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { signInForRequest, subjectOf } from '#app/_server/subject.ts'
import { askDownloadCode } from '#data/codes/ask.ts'

export const { GET, POST } = handle({
  actor: subjectOf,
  signIn: signInForRequest,
  input: z.strictObject({}),
  verb: askDownloadCode,
  refusals: {},
  page: ({ reference }) => `/requests/${reference}`,
  done: (_, { reference }) => ({ location: `/requests/${reference}/fresh-code` }),
})
