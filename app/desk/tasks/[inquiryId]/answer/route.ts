import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { answerPersonTask } from '#data/inquiries/answer-person.ts'
import { ManualAnswer } from '#domain/manual-task.ts'
import { ANSWER_FIELDS, ANSWER_REFUSALS, taskAddress } from '../../task-address.ts'

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: ManualAnswer,
  fromPath: ['inquiryId'],
  verb: answerPersonTask,
  refusals: ANSWER_REFUSALS,
  fields: ANSWER_FIELDS,
  page: taskAddress,
  done: (_, params) => ({ location: taskAddress(params) }),
})
