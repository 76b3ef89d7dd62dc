import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import { findClock } from './clock/catalogue.ts'
import { isOnTime } from './clock/period.ts'
import { isClosed, type Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { sentence } from './text.ts'

/** The subject is told of an extension together with the reasons for the delay (GDPR art. 12(3)). */
export const ExtensionWords = z.strictObject({
  clockId: z.string().max(40),
  reason: sentence(2_000),
})
export type ExtensionWords = z.infer<typeof ExtensionWords>

export type ExtensionRefusal =
  | 'not_allowed'
  | 'already_closed'
  | 'clock_not_extendable'
  | 'clock_not_running'
  | 'already_extended'
  | 'extension_too_late'

type Extended = {
  clockId: string
  state: string
  boundary: 'inclusive' | 'exclusive'
  dueAt: Temporal.Instant
  isExtended: boolean
}

export const isExtendable = (clockId: string): boolean => Boolean(findClock(clockId)?.extension)

/** An extension is the law's to allow, once, and only while the clock still runs and is on time. */
export function decideExtension(
  actor: Actor,
  request: { controllerId: string; status: Status },
  { clockId, state, boundary, dueAt, isExtended }: Extended,
  now: Temporal.Instant,
): Result<null, ExtensionRefusal> {
  if (!may(actor, 'work_request', request.controllerId)) return refuse('not_allowed')
  if (isClosed(request.status)) return refuse('already_closed')
  if (!isExtendable(clockId)) return refuse('clock_not_extendable')
  if (isExtended) return refuse('already_extended')
  if (state !== 'running') return refuse('clock_not_running')
  return isOnTime(boundary, dueAt, now) ? ok(null) : refuse('extension_too_late')
}
