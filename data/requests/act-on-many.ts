import type { Temporal } from 'temporal-polyfill'
import { extendClock } from '#data/clocks/extend.ts'
import { transact } from '#data/db.ts'
import type { Actor } from '#domain/actor.ts'
import type { BulkDeed, BulkOutcome } from '#domain/bulk.ts'
import { isExtendable } from '#domain/extension.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { approveRequest } from './approve.ts'
import { assignRequest } from './assign.ts'
import { sendBack } from './send-back.ts'
import { type PinnedInput, submitForReview } from './submit-for-review.ts'

export type BulkInput = {
  deed: BulkDeed
  /** as the queue showed them */
  picks: readonly PinnedInput[]
  /** of an assignment; null: nobody */
  userId: string | null
  /** of an extension, in words for the subject */
  reason: string
}

type Verb = (
  actor: Actor,
  pick: PinnedInput,
  input: BulkInput,
  now: Temporal.Instant,
) => Promise<Result<unknown, string>>

const VERBS: Record<BulkDeed, Verb> = {
  assignments: (actor, { reference }, { userId }, now) => assignRequest(actor, { reference, userId }, now),
  submissions: (actor, pick, _, now) => submitForReview(actor, pick, now),
  approvals: async (actor, pick, _, now) =>
    // What cannot be brought back is looked at by itself.
    (await rightOf(actor, pick)) === 'erasure' ? refuse('erasure_by_itself') : approveRequest(actor, pick, now),
  returns: (actor, pick, _, now) => sendBack(actor, pick, now),
  extensions: async (actor, pick, { reason }, now) => {
    const clockId = await nextExtendable(actor, pick)
    return clockId === null ? refuse('clock_not_extendable') : extendClock(actor, { ...pick, clockId, reason }, now)
  },
}

/** Does one thing to many requests, each by its own verb in its own transaction: one refused does not hold up another. */
export async function actOnMany(
  actor: Actor,
  input: BulkInput,
  now: Temporal.Instant,
): Promise<Result<BulkOutcome[], never>> {
  const outcomes: BulkOutcome[] = []
  for (const pick of input.picks) {
    const result = await VERBS[input.deed](actor, pick, input, now)
    outcomes.push({ reference: pick.reference, refusal: result.ok ? null : result.reason })
  }
  return ok(outcomes)
}

const rightOf = (actor: Actor, { reference }: PinnedInput) =>
  transact(actor, async (tx) => (await tx.request.findUnique({ where: { reference }, select: { right: true } }))?.right)

/** The running clock that ends first among those whose law allows more time. */
const nextExtendable = (actor: Actor, { reference }: PinnedInput): Promise<string | null> =>
  transact(actor, async (tx) => {
    const clocks = await tx.clock.findMany({
      where: { request: { reference }, state: 'running' },
      orderBy: { dueAt: 'asc' },
      select: { clockId: true },
    })
    return clocks.find(({ clockId }) => isExtendable(clockId))?.clockId ?? null
  })
