import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { SIGN_IN } from '#app/_server/staff.ts'
import { enrollingOf, finishEnrolment } from '#app/_server/staff-sign-in.ts'

export const { GET, POST } = handle({
  actor: enrollingOf,
  signIn: SIGN_IN,
  input: z.strictObject({ code: z.string().trim().min(1, 'missing').max(20, 'too_long') }),
  verb: finishEnrolment,
  refusals: { wrong_code: 422, too_many_attempts: 429, already_enrolled: 409 },
  page: () => '/desk/enrolment',
  done: (entered) => entered,
})
