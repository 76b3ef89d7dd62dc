import { z } from 'zod'
import type { Right, Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { plainText } from './text.ts'

/** What the person adds to the erasure that follows a withdrawal; may stay empty. */
export const FollowUpWords = z.strictObject({ details: plainText(4_000).optional() })
export type FollowUpWords = z.infer<typeof FollowUpWords>

export type Followable = { right: Right; status: Status; isFollowed: boolean; isShredded: boolean }
export type FollowUpRefusal = 'nothing_withdrawn' | 'followed_already' | 'follow_up_too_late'

/** Whether erasure can be asked for right after a withdrawal: once it was carried out, once, while it can still be read. */
export function decideFollowUp({ right, status, isFollowed, isShredded }: Followable): Result<null, FollowUpRefusal> {
  if (right !== 'consent_withdrawal' || status !== 'fulfilled') return refuse('nothing_withdrawn')
  if (isFollowed) return refuse('followed_already')
  return isShredded ? refuse('follow_up_too_late') : ok(null)
}
