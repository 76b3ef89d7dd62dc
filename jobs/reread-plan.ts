import type { Temporal } from 'temporal-polyfill'
import { SourceFault } from '#connectors/contract.ts'
import { planErasure } from '#connectors/erasure-plan.ts'
import { stopsReading } from '#connectors/fit.ts'
import { traverse } from '#connectors/traverse.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { ErasureMaterial } from '#data/tasks/find-plan.ts'
import { applyHolds } from '#domain/erasure/holds.ts'
import { type RereadPlan, reconcile, type SinceApproval } from '#domain/erasure/reconcile.ts'
import { identitiesOf } from './collect-source.ts'
import type { OpenSource } from './open-source.ts'
import { spareNamed } from './spare-named.ts'

/**
 * Reads the source once more, just before it erases: rows have come, changed and gone since somebody approved the plan.
 * @throws SourceFault
 */
export async function rereadPlan(
  task: ClaimedTask,
  { connector, connectors, dataset, graph }: OpenSource,
  { approved, holds }: ErasureMaterial,
  now: Temporal.Instant,
  signal: AbortSignal,
): Promise<RereadPlan> {
  const check = await connector.check(signal)
  if (check.problems.some(stopsReading)) throw new SourceFault('schema_mismatch')
  const today = now.toZonedDateTimeISO(task.request.zone).toPlainDate()
  const planner = planErasure(graph, dataset.key, check, today)
  const found: Record<string, number> = {}
  await traverse({
    graph,
    connectors,
    identities: identitiesOf(task),
    signal,
    onRows: (id, rows) => {
      const node = graph.nodes.get(id)
      if (node?.dataset !== dataset) return
      found[node.collection.name] = (found[node.collection.name] ?? 0) + rows.length
      planner.add(id, rows)
    },
  })
  const fresh = applyHolds(planner.finish(task.salt), holds)
  const { plan, since } = reconcile(applyHolds(approved, holds), fresh)
  return spareNamed({ ...plan, found, since: Object.fromEntries(since) }, check, connector, signal)
}

export function sumOf(since: RereadPlan['since']): SinceApproval {
  const sum = { added: 0, left: 0, vanished: 0 }
  for (const { added, left, vanished } of Object.values(since)) {
    sum.added += added
    sum.left += left
    sum.vanished += vanished
  }
  return sum
}
