import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import type { Right, Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { plainText } from './text.ts'

/** Rights that Hakku carries out itself once approved; a person carries out the others and says what was done. */
const AUTOMATED: readonly Right[] = ['access', 'portability', 'erasure']

/** The purpose of the tasks that carry a right out in its sources. */
export const carriedOutBy = (right: Right): 'erase' | 'stop' | 'change' =>
  right === 'consent_withdrawal' ? 'stop' : right === 'rectification' ? 'change' : 'erase'

export const AnswerWords = z.strictObject({
  explanation: plainText(4_000).refine((text) => text.length >= 20, 'say_what_was_done'),
})
export type AnswerWords = z.infer<typeof AnswerWords>

/** @property stopping sources are ending by themselves what was withdrawn: what is left for a person is not known yet */
type Work = { right: Right; status: Status; corrections?: { proposed: number }; stopping?: boolean }

/** A rectification is carried out by Hakku when it was said which fields are wrong; else by a person, in words. */
export const isDoneByHand = ({ right, status, corrections, stopping = false }: Work): boolean =>
  status === 'executing' &&
  !stopping &&
  !AUTOMATED.includes(right) &&
  !(right === 'rectification' && (corrections?.proposed ?? 0) > 0)

/** Who may say that approved work was done by hand, and when. */
export function decideAnswer(
  actor: Actor,
  request: Work & { controllerId: string },
): Result<null, 'not_allowed' | 'not_by_hand'> {
  if (!may(actor, 'work_request', request.controllerId)) return refuse('not_allowed')
  return isDoneByHand(request) ? ok(null) : refuse('not_by_hand')
}
