import { handle } from '#app/_server/handle.ts'
import { ANSWERS, respondent } from '#app/_server/respondent.ts'
import { answerPersonTask } from '#data/inquiries/answer-person.ts'
import { ManualAnswer } from '#domain/manual-task.ts'
import { ANSWER_FIELDS, ANSWER_REFUSALS } from '../../../desk/tasks/task-address.ts'

export const { GET, POST } = handle({
  actor: respondent,
  signIn: ANSWERS,
  input: ManualAnswer,
  verb: answerPersonTask,
  refusals: ANSWER_REFUSALS,
  fields: ANSWER_FIELDS,
  page: () => ANSWERS,
  done: () => ({ location: ANSWERS }),
})
