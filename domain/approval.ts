import type { Temporal } from 'temporal-polyfill'
import { type Actor, may } from './actor.ts'
import { move } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { type NotReady, type ReviewFacts, readiness } from './review.ts'

export type ApprovalRefusal = 'not_allowed' | 'not_in_review' | 'not_submitted' | 'same_person' | NotReady

/** @property executeAfter end of the cancel window for an erasure; now for everything that can be handed out twice */
export type Approval = { status: 'approved'; executeAfter: Temporal.Instant }

/** A second person releases an answer or an erasure: never the one who asked for it. */
export function decideApproval(
  actor: Actor,
  facts: ReviewFacts & { cancelWindowMinutes: number },
  now: Temporal.Instant,
): Result<Approval, ApprovalRefusal> {
  if (actor.kind !== 'staff' || !may(actor, 'approve', facts.controllerId)) return refuse('not_allowed')
  if (!move(facts.status, 'approve').ok) return refuse('not_in_review')
  if (!facts.submittedBy) return refuse('not_submitted')
  if (facts.submittedBy === actor.userId) return refuse('same_person')
  const ready = readiness(facts)
  if (!ready.ok) return ready
  const minutes = facts.right === 'erasure' ? facts.cancelWindowMinutes : 0
  return ok({ status: 'approved', executeAfter: now.add({ minutes }) })
}
