import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { openRequestKey, sealJsonFor } from '#data/keys/request-key.ts'
import { record } from '#data/record.ts'
import type { PinnedInput } from '#data/requests/submit-for-review.ts'
import type { Actor } from '#domain/actor.ts'
import { decideExtension, type ExtensionRefusal, type ExtensionWords } from '#domain/extension.ts'
import type { Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { recomputeClocks } from './recompute.ts'
import { findStory } from './story.ts'

/** Extends one clock, once, as its law allows. The event that does it also tells the subject, with the reason. */
export const extendClock = (
  actor: Actor,
  { reference, version, clockId, reason }: PinnedInput & ExtensionWords,
  now: Temporal.Instant,
): Promise<Result<null, ExtensionRefusal | 'not_found' | 'unknown_clock' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUnique({ where: { reference } })
    if (!request || actor.kind !== 'staff') return refuse('not_found')
    const { id: requestId, controllerId } = request
    const clock = await tx.clock.findFirst({ where: { requestId, clockId, state: { not: 'superseded' } } })
    if (!clock) return refuse('unknown_clock')
    const key = await openRequestKey(tx, request)
    if (!key) return refuse('not_found')
    const story = await findStory(tx, request)
    const standing = {
      ...clock,
      boundary: clock.boundary as 'inclusive' | 'exclusive',
      dueAt: toInstant(clock.dueAt),
      isExtended: story.extendedAt.has(clockId),
    }
    const decision = decideExtension(actor, { controllerId, status: request.status as Status }, standing, now)
    if (!decision.ok) return decision
    const { count } = await tx.request.updateMany({
      where: { id: requestId, version },
      data: { version: { increment: 1 } },
    })
    if (count === 0) return refuse('changed_meanwhile')
    const extended = { type: 'deadline.extended', clockId } as const
    const id = await record(tx, actor, { controllerId, requestId }, extended, now)
    const sealedReason = await sealJsonFor(key, request, 'extension', { reason })
    await recomputeClocks(tx, actor, request, { id, type: extended.type, sealedReason }, now)
    return ok(null)
  })
