import type { Temporal } from 'temporal-polyfill'
import { SourceFault } from '#connectors/contract.ts'
import type { ErasurePlan } from '#connectors/erasure-plan.ts'
import { toIso } from '#data/instant.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { ApprovedPlan } from '#data/tasks/find-plan.ts'
import type { ErasedInput, ErasedRow } from '#data/tasks/finish-erasing.ts'
import { openSource } from './open-source.ts'

/**
 * Carries out the approved plan in one transaction of the source, then reads again. Repeating it after a crash ends in
 * the same state: rows already gone stay gone, and what is certified is what the second read saw.
 * @throws SourceFault 'constraint' when an obstacle appeared since the preview, 'conflict' when something is still there
 */
export async function eraseSource(
  task: ClaimedTask,
  approved: ApprovedPlan,
  now: () => Temporal.Instant,
  signal: AbortSignal,
): Promise<ErasedInput> {
  const plan = JSON.parse(approved.json) as ErasurePlan
  const { connector, close } = openSource(task)
  const startedAt = toIso(now())
  try {
    const erased = await connector.erase(plan, signal)
    if (!erased.ok) throw new SourceFault('constraint')
    const gone = await connector.verifyGone(plan, signal)
    const collections = approved.outcome.preview.map((previewed) => {
      const reported = erased.value[previewed.collection]
      const seen = gone[previewed.collection]
      return {
        ...previewed,
        reported: { deleted: reported?.deleted ?? 0, changed: reported?.changed ?? 0 },
        gone: seen?.gone ?? 0,
        stillThere: seen?.stillThere ?? 0,
      }
    })
    const verified = collections.every(
      ({ delete: deleted, change, gone, stillThere }) => stillThere === 0 && gone === deleted + change,
    )
    if (!verified) throw new SourceFault('conflict')
    const outcome = { verified, startedAt, endedAt: toIso(now()), collections }
    return { taskId: task.id, outcome, erased: erasedRows(plan) }
  } finally {
    await close()
  }
}

const erasedRows = ({ steps }: ErasurePlan): ErasedRow[] =>
  steps.flatMap(({ collection, delete: deleted, change }) => [
    ...deleted.map((key) => ({ collection, method: 'delete' as const, key })),
    ...change.flatMap(({ keys }) => keys.map((key) => ({ collection, method: 'change' as const, key }))),
  ])
