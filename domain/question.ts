import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import { QUESTION_KINDS } from './event.ts'
import { isClosed, type Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { plainText, sentence } from './text.ts'

/** What the team asks; the kind decides which clocks may wait (GDPR art. 12(6), UK GDPR art. 12A). */
export const QuestionWords = z.strictObject({
  about: z.enum(QUESTION_KINDS, 'choose_one'),
  question: sentence(2_000),
})
export type QuestionWords = z.infer<typeof QuestionWords>

export const ReplyWords = z.strictObject({
  reply: plainText(4_000).refine((text) => text.length > 0, 'missing'),
})
export type ReplyWords = z.infer<typeof ReplyWords>

/** Whether this actor may ask the subject now. A request that is over asks nothing more. */
export function decideQuestion(
  actor: Actor,
  request: { controllerId: string; status: Status },
): Result<null, 'not_allowed' | 'already_closed'> {
  if (!may(actor, 'work_request', request.controllerId)) return refuse('not_allowed')
  return isClosed(request.status) ? refuse('already_closed') : ok(null)
}
