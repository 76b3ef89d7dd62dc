import type { Temporal } from 'temporal-polyfill'
import { type Actor, may } from './actor.ts'
import { hasDecidedBefore } from './appeal.ts'
import type { ClockSettings } from './clock/applicable.ts'
import { type ErasurePlan, planErasure } from './clock/erasure-notice.ts'
import type { ErasureGround } from './erasure-ground.ts'
import { move } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { type NotReady, type ReviewFacts, readiness } from './review.ts'

export type ApprovalRefusal =
  | 'not_allowed'
  | 'not_in_review'
  | 'not_submitted'
  | 'same_person'
  | 'decided_before'
  | 'corrections_not_opened'
  | NotReady

/** @property executeAfter of an erasure: not before its window and its notice; now for what can be handed out twice */
export type Approval = { status: 'approved' } & ErasurePlan

type ApprovalFacts = ReviewFacts & {
  cancelWindowMinutes: number
  /** of an erasure */
  ground: ErasureGround
  settings: ClockSettings
  /** this person opened the old and new values a moment ago */
  correctionsSeen: boolean
}

/** A second person releases an answer or an erasure: never the one who asked for it. */
export function decideApproval(
  actor: Actor,
  facts: ApprovalFacts,
  now: Temporal.Instant,
): Result<Approval, ApprovalRefusal> {
  if (actor.kind !== 'staff' || !may(actor, 'approve', facts.controllerId)) return refuse('not_allowed')
  if (!move(facts.status, 'approve').ok) return refuse('not_in_review')
  if (!facts.submittedBy) return refuse('not_submitted')
  if (facts.submittedBy === actor.userId) return refuse('same_person')
  if (hasDecidedBefore(actor, facts.formerDeciderId)) return refuse('decided_before')
  const ready = readiness(facts)
  if (!ready.ok) return ready
  if (facts.corrections.proposed > 0 && !facts.correctionsSeen) return refuse('corrections_not_opened')
  if (facts.right !== 'erasure') return ok({ status: 'approved', executeAfter: now, notices: [] })
  const windowEndsAt = now.add({ minutes: facts.cancelWindowMinutes })
  return ok({ status: 'approved', ...planErasure(facts.settings, facts.ground, windowEndsAt, now) })
}
