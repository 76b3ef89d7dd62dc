import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { findActiveHolds } from '#data/holds/active.ts'
import { toInstant } from '#data/instant.ts'
import { openRequestKey } from '#data/keys/request-key.ts'
import { readPlanFile } from '#data/vault/plan-file.ts'
import type { Actor } from '#domain/actor.ts'
import type { ActiveHold } from '#domain/erasure/holds.ts'
import type { ErasurePlan } from '#domain/erasure/plan.ts'
import type { RereadPlan } from '#domain/erasure/reconcile.ts'
import { CollectOutcome, EraseOutcome } from '#domain/outcome.ts'

export type ErasureMaterial = {
  /** as previewed and approved, before any hold */
  approved: ErasurePlan
  preview: CollectOutcome['preview']
  holds: ActiveHold[]
  /** as read again before it is carried out, once it was */
  reread: { plan: RereadPlan; at: Temporal.Instant; outcome: EraseOutcome | null } | null
}

/** Everything one source's erasure is carried out by. @returns null when there is no plan to read */
export const findErasureMaterial = (actor: Actor, taskId: string): Promise<ErasureMaterial | null> =>
  transact(actor, async (tx) => {
    const { requestId, sourceId, planFileId, outcome, request } = await tx.task.findUniqueOrThrow({
      where: { id: taskId },
      include: { request: true },
    })
    const collected = await tx.task.findUnique({
      where: { requestId_sourceId_purpose: { requestId, sourceId, purpose: 'collect' } },
    })
    if (collected?.state !== 'done') return null
    const { preview, planFileId: approvedId } = CollectOutcome.parse(collected.outcome)
    const approved = await readPlan(tx, approvedId)
    const plan = await readPlan<RereadPlan>(tx, planFileId)
    const file = planFileId && (await tx.vaultFile.findUnique({ where: { id: planFileId } }))
    return (
      approved && {
        approved,
        preview,
        holds: await findActiveHolds(tx, request, sourceId),
        reread:
          plan && file
            ? { plan, at: toInstant(file.createdAt), outcome: outcome ? EraseOutcome.parse(outcome) : null }
            : null,
      }
    )
  })

/** A sealed plan from the vault, its rows still in the file. */
export async function readPlan<P extends ErasurePlan>(tx: Tx, fileId: string | null): Promise<P | null> {
  const file = fileId && (await tx.vaultFile.findUnique({ where: { id: fileId } }))
  if (!file || file.deletedAt) return null
  const key = await openRequestKey(tx, { controllerId: file.controllerId, id: file.requestId })
  return key && readPlanFile<P>(key, file)
}
