import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { sessionCookie, signInForRequest, subjectOf } from '#app/_server/subject.ts'
import { acceptDownloadCode } from '#data/codes/accept.ts'
import { CodeEntry } from '#domain/code.ts'

export const { GET, POST } = handle({
  actor: subjectOf,
  signIn: signInForRequest,
  input: z.strictObject({ code: CodeEntry }),
  verb: acceptDownloadCode,
  refusals: { code_not_accepted: 422 },
  page: ({ reference }) => `/requests/${reference}/fresh-code`,
  done: ({ sessionToken }, { reference }) => ({
    location: `/requests/${reference}`,
    cookies: [sessionCookie(sessionToken, 'download')],
  }),
})
