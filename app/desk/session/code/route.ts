import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { SIGN_IN } from '#app/_server/staff.ts'
import { finishSignIn, halfOf } from '#app/_server/staff-sign-in.ts'

export const { GET, POST } = handle({
  actor: halfOf,
  signIn: SIGN_IN,
  input: z.strictObject({ code: z.string().trim().min(1, 'missing').max(40, 'too_long') }),
  verb: finishSignIn,
  refusals: { wrong_code: 422, too_many_attempts: 429 },
  page: () => '/desk/sign-in/code',
  done: (entered) => entered,
})
