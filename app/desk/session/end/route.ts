import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { left, tokenHolder } from '#app/_server/staff-sign-in.ts'
import { endSession } from '#data/sessions/end.ts'

export const { GET, POST } = handle({
  actor: tokenHolder,
  input: z.strictObject({}),
  verb: ({ token }, _, now) => endSession(token, now),
  refusals: {},
  page: () => '/desk/sign-in',
  done: left,
})
