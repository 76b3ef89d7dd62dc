import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { knockerOf, startSignIn } from '#app/_server/staff-sign-in.ts'
import { EmailAddress } from '#domain/contact.ts'

const PasswordInput = z.strictObject({
  email: z.string().min(1, 'missing').pipe(EmailAddress),
  password: z.string().min(1, 'missing').max(1_000, 'too_long'),
})

export const { GET, POST } = handle({
  actor: knockerOf,
  input: PasswordInput,
  verb: startSignIn,
  refusals: { wrong_credentials: 422, too_many_attempts: 429 },
  page: () => '/desk/sign-in',
  done: (entered) => entered,
})
