import type { Temporal } from 'temporal-polyfill'
import { startClocksOf } from '#data/clocks/start.ts'
import { transact } from '#data/db.ts'
import { areCorrectionsOpened } from '#data/findings/is-opened.ts'
import { loadForReview } from '#data/findings/review-facts.ts'
import { toDate, toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { type Approval, type ApprovalRefusal, decideApproval } from '#domain/approval.ts'
import type { ErasureGround } from '#domain/erasure-ground.ts'
import { type Result, refuse } from '#domain/result.ts'
import type { PinnedInput } from './submit-for-review.ts'

/** The second person's word. What they saw is what goes out: any change since makes the version differ. */
export const approveRequest = (
  actor: Actor,
  { reference, version }: PinnedInput,
  now: Temporal.Instant,
): Promise<Result<Approval, ApprovalRefusal | 'not_found' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const loaded = await loadForReview(tx, reference)
    if (!loaded || actor.kind !== 'staff') return refuse('not_found')
    const { id, controllerId, controller, subjectCountry, erasureGround } = loaded.request
    const { cancelWindowMinutes } = controller
    const settings = { ...controller, subjectCountry }
    const ground = (erasureGround ?? 'request') as ErasureGround
    const correctionsSeen = await areCorrectionsOpened(tx, actor, id, now)
    const asked = { ...loaded.facts, cancelWindowMinutes, ground, settings, correctionsSeen }
    const decision = decideApproval(actor, asked, now)
    if (!decision.ok) return decision
    const { status, executeAfter, notices } = decision.value
    const { count } = await tx.request.updateMany({
      where: { id, version },
      data: {
        status,
        approvedBy: actor.userId,
        approvedAt: toDate(now),
        executeAfter: toDate(executeAfter),
        version: { increment: 1 },
      },
    })
    if (count === 0) return refuse('changed_meanwhile')
    const about = { controllerId, requestId: id }
    await tx.timer.create({ data: { ...about, kind: 'execute', dueAt: toDate(executeAfter) } })
    const approved = { type: 'request.approved', executeAfter: toIso(executeAfter) } as const
    const eventId = await record(tx, actor, about, approved, now)
    await startClocksOf(tx, loaded.request, notices, eventId, now)
    return decision
  })
