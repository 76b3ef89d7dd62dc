import { z } from 'zod'
import type { Actor } from './actor.ts'
import type { Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { plainText } from './text.ts'

/** What the subject finds wrong with an answer. */
export const AppealWords = z.strictObject({
  grounds: plainText(4_000).refine((text) => text.length > 0, 'missing'),
})
export type AppealWords = z.infer<typeof AppealWords>

const ANSWERED: readonly Status[] = ['refused', 'fulfilled', 'partly_fulfilled']

export type Appealable = {
  status: Status
  /** its own answer to an appeal goes to the authority or a court, not round in circles */
  isAppeal: boolean
  isAppealed: boolean
  isShredded: boolean
}
export type AppealRefusal = 'not_answered_yet' | 'is_an_appeal' | 'appealed_already' | 'appeal_too_late'

/** Whether the subject may object to an answer: once, while what was filed can still be read (UU PDP art. 12). */
export function decideAppeal({ status, isAppeal, isAppealed, isShredded }: Appealable): Result<null, AppealRefusal> {
  if (!ANSWERED.includes(status)) return refuse('not_answered_yet')
  if (isAppeal) return refuse('is_an_appeal')
  if (isAppealed) return refuse('appealed_already')
  return isShredded ? refuse('appeal_too_late') : ok(null)
}

/** Whoever decided a request never decides its appeal. */
export const hasDecidedBefore = (actor: Actor, formerDeciderId: string | null): boolean =>
  actor.kind === 'staff' && actor.userId === formerDeciderId
