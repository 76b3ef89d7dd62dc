import { handle } from '#app/_server/handle.ts'
import { ANSWERS, respondent } from '#app/_server/respondent.ts'
import { answerCorrections } from '#data/inquiries/answer-corrections.ts'
import { ManualChanges } from '#domain/manual-task.ts'
import { CORRECTION_REFUSALS } from '../../../desk/tasks/task-address.ts'

export const { GET, POST } = handle({
  actor: respondent,
  signIn: ANSWERS,
  input: ManualChanges,
  verb: answerCorrections,
  refusals: CORRECTION_REFUSALS,
  page: () => ANSWERS,
  done: () => ({ location: ANSWERS }),
})
