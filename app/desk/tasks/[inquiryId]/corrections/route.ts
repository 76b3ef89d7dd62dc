import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { answerCorrections } from '#data/inquiries/answer-corrections.ts'
import { ManualChanges } from '#domain/manual-task.ts'
import { CORRECTION_REFUSALS, taskAddress } from '../../task-address.ts'

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: ManualChanges,
  fromPath: ['inquiryId'],
  verb: answerCorrections,
  refusals: CORRECTION_REFUSALS,
  page: taskAddress,
  done: (_, params) => ({ location: taskAddress(params) }),
})
