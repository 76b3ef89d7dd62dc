import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { enterAsDemoPerson, knockerOf } from '#app/_server/staff-sign-in.ts'

export const { GET, POST } = handle({
  actor: knockerOf,
  input: z.strictObject({ userId: z.uuid() }),
  verb: enterAsDemoPerson,
  refusals: { demo_only: 403 },
  page: () => '/desk/sign-in',
  done: (entered) => entered,
})
