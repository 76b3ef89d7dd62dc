import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { openPersonTask } from '#data/inquiries/answer-person.ts'
import { taskAddress } from '../../task-address.ts'

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: z.strictObject({ inquiryId: z.uuid() }),
  fromPath: ['inquiryId'],
  verb: openPersonTask,
  refusals: { not_found: 404 },
  page: taskAddress,
  done: (_, params) => ({ location: taskAddress(params) }),
})
