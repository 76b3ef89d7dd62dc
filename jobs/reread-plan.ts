import type { Temporal } from 'temporal-polyfill'
import { SourceFault } from '#connectors/contract.ts'
import { planErasure } from '#connectors/erasure-plan.ts'
import { stopsReading } from '#connectors/fit.ts'
import { traverse } from '#connectors/traverse.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { ErasureMaterial } from '#data/tasks/find-plan.ts'
import { sealedLines } from '#data/vault/plan-file.ts'
import type { WrittenFile } from '#data/vault/write.ts'
import { applyHolds } from '#domain/erasure/holds.ts'
import { countOf, type ErasurePlan } from '#domain/erasure/plan.ts'
import { writePlan } from '#domain/erasure/plan-file.ts'
import { type RereadPlan, reconcile, type SinceApproval } from '#domain/erasure/reconcile.ts'
import { spareNamed } from '#domain/erasure/spare-named.ts'
import type { OpenSource } from './open-source.ts'

/**
 * Reads the source once more, just before it erases: rows have come, changed and gone since somebody approved the plan.
 * @returns the plan that is carried out, sealed
 * @throws SourceFault
 */
export async function rereadPlan(
  task: ClaimedTask,
  { connector, connectors, dataset, graph }: OpenSource,
  { approved, holds }: ErasureMaterial,
  now: Temporal.Instant,
  signal: AbortSignal,
): Promise<{ plan: RereadPlan; file: WrittenFile }> {
  const check = await connector.check(signal)
  if (check.problems.some(stopsReading)) throw new SourceFault('schema_mismatch')
  const today = now.toZonedDateTimeISO(task.request.zone).toPlainDate()
  const found: Record<string, number> = {}
  const [read, settled] = [sealedLines(task.key, task.request), sealedLines(task.key, task.request)]
  try {
    const planner = planErasure({ graph, dataset: dataset.key, check, today, lines: read })
    await traverse({
      graph,
      connectors,
      identities: task.identities,
      signal,
      onRows: async (id, rows) => {
        const node = graph.nodes.get(id)
        if (node?.dataset !== dataset) return
        found[node.collection.name] = (found[node.collection.name] ?? 0) + rows.length
        await planner.add(id, rows)
      },
    })
    const shown = await spareNamed(await applyHolds(approved, holds))
    const fresh = await applyHolds(await planner.finish(task.salt), holds)
    const plan = await writePlan({ ...(await spare(await reconcile(shown, fresh))), found }, settled)
    return { plan, file: settled.file() }
  } catch (error) {
    await settled.discard()
    throw error
  } finally {
    await read.discard()
  }
}

/** What rows that stay name is left too, and said, unless a hold says it. */
async function spare<P extends Pick<RereadPlan, 'since'> & ErasurePlan>(plan: P): Promise<P> {
  const spared = await spareNamed(plan)
  const since = { ...plan.since }
  for (const [at, step] of spared.steps.entries()) {
    const before = plan.steps[at]
    const [now, then] = [step, before].map((one) => (one ? countOf(one, ({ held }) => held !== null) : 0))
    const told = since[step.collection]
    if (told) since[step.collection] = { ...told, left: told.left + (now ?? 0) - (then ?? 0) }
  }
  return { ...spared, since }
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
