import { z } from 'zod'
import { evenly } from '#app/_server/evenly.ts'
import { handle } from '#app/_server/handle.ts'
import { callerOf, sessionCookie, signInForRequest } from '#app/_server/subject.ts'
import { acceptCode } from '#data/codes/accept.ts'
import { CodeEntry } from '#domain/code.ts'

const FLOOR_MS = 400

const acceptCodeEvenly = evenly(FLOOR_MS, acceptCode)

export const { GET, POST } = handle({
  actor: callerOf,
  input: z.strictObject({ reference: z.string().max(20), code: CodeEntry }),
  fromPath: ['reference'],
  verb: acceptCodeEvenly,
  refusals: { code_not_accepted: 422, too_many_tries: 429 },
  page: signInForRequest,
  done: ({ sessionToken }, { reference }) => ({
    location: `/requests/${reference}`,
    cookies: [sessionCookie(sessionToken, 'status')],
  }),
})
