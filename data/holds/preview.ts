import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { readPlan } from '#data/tasks/find-plan.ts'
import { type ActiveHold, applyHolds } from '#domain/erasure/holds.ts'
import type { ErasurePlan } from '#domain/erasure/plan.ts'
import { spareNamed } from '#domain/erasure/spare-named.ts'
import { summarise } from '#domain/erasure/summary.ts'
import { CollectOutcome } from '#domain/outcome.ts'
import { findActiveHolds } from './active.ts'

type Request = { id: string; controllerId: string; contactIndex: string | null }
export type Previewed = { taskId: string; plan: ErasurePlan; outcome: CollectOutcome }

/** The plan that a source's reading gave, before any hold. @returns null when there is none to read */
export async function findPreviewed(tx: Tx, requestId: string, sourceId: string): Promise<Previewed | null> {
  const task = await tx.task.findUnique({
    where: { requestId_sourceId_purpose: { requestId, sourceId, purpose: 'collect' } },
  })
  if (task?.state !== 'done') return null
  const outcome = CollectOutcome.parse(task.outcome)
  const plan = await readPlan(tx, outcome.planFileId)
  return plan && { taskId: task.id, plan, outcome }
}

/** Counts the preview anew under the holds that stand. @returns the rows that each hold keeps */
export async function storePreview(
  tx: Tx,
  { taskId, plan, outcome }: Previewed,
  holds: readonly ActiveHold[],
): Promise<Map<string, number>> {
  const held = await spareNamed(await applyHolds(plan, holds))
  const preview = outcome.preview.map((before) =>
    summarise(
      before,
      held.steps.find(({ collection }) => collection === before.collection),
    ),
  )
  await tx.task.update({ where: { id: taskId }, data: { outcome: CollectOutcome.parse({ ...outcome, preview }) } })
  const rows = new Map<string, number>()
  for (const { holdId, count } of preview.flatMap(({ onHold }) => onHold))
    rows.set(holdId, (rows.get(holdId) ?? 0) + count)
  return rows
}

/** After a hold ended while the request is still open. */
export async function refreshPreview(tx: Tx, request: Request, sourceId: string): Promise<void> {
  const previewed = await findPreviewed(tx, request.id, sourceId)
  if (previewed) await storePreview(tx, previewed, await findActiveHolds(tx, request, sourceId))
}

/** The first instant after the last day of a hold, in the controller's time zone. */
export const endOfHold = (until: Temporal.PlainDate, zone: string): Temporal.Instant =>
  until.add({ days: 1 }).toZonedDateTime(zone).toInstant()
