import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import { hasDecidedBefore } from './appeal.ts'
import { move, REFUSAL_CODES, type Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { line, plainText } from './text.ts'

/** A refusal names its reason, the article it rests on, and explains itself (UU PDP art. 33; PP 33/2026). */
export const RefusalWords = z.strictObject({
  code: z.enum(REFUSAL_CODES, 'choose_one'),
  article: line(120).refine((text) => text.length > 0, 'missing'),
  explanation: plainText(4_000).refine((text) => text.length > 0, 'missing'),
})
export type RefusalWords = z.infer<typeof RefusalWords>

/** What is sealed of a refusal: staff's own words about a person. */
export const SealedRefusal = RefusalWords.pick({ explanation: true })

/** Whether this actor may refuse this request now. Once approved, it can only be withdrawn by its subject. */
export function decideRefusal(
  actor: Actor,
  request: { controllerId: string; status: Status; formerDeciderId: string | null },
): Result<Status, 'not_allowed' | 'decided_before' | 'not_refusable'> {
  if (!may(actor, 'refuse', request.controllerId)) return refuse('not_allowed')
  if (hasDecidedBefore(actor, request.formerDeciderId)) return refuse('decided_before')
  const to = move(request.status, 'refuse')
  return to.ok ? ok(to.value) : refuse('not_refusable')
}
