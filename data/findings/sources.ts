import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import type { TaskPurpose } from '#data/tasks/plan.ts'
import type { Label } from '#domain/dataset/dataset.ts'
import { CollectOutcome, EraseOutcome } from '#domain/outcome.ts'
import { StopOutcome } from '#domain/stop-outcome.ts'
import { labelIn } from './labels.ts'

export type DeskFinding = { id: string; collection: string; label: Label; rows: number; shared: number }

/** One source's task as the desk sees it: counts and reasons, no data. */
export type DeskSource = {
  taskId: string
  sourceId: string
  purpose: TaskPurpose
  state: 'waiting' | 'running' | 'asked' | 'done' | 'failed'
  /** classified failure */
  reason: string | null
  attempts: number
  name: string
  kind: string
  region: string
  finishedAt: Temporal.Instant | null
  collected: CollectOutcome | null
  erased: EraseOutcome | null
  stopped: StopOutcome | null
  findings: DeskFinding[]
}

export async function listSources(tx: Tx, requestId: string): Promise<DeskSource[]> {
  const tasks = await tx.task.findMany({
    where: { requestId },
    include: {
      source: true,
      dataset: { select: { id: true, yaml: true } },
      findings: { orderBy: { collection: 'asc' } },
    },
    orderBy: [{ purpose: 'asc' }, { source: { key: 'asc' } }],
  })
  return tasks.map(({ outcome, ...task }) => {
    const purpose = task.purpose as TaskPurpose
    const outcomeOf = <T>(of: TaskPurpose, { parse }: { parse: (value: unknown) => T }): T | null =>
      purpose === of && outcome ? parse(outcome) : null
    return {
      taskId: task.id,
      sourceId: task.sourceId,
      purpose,
      state: task.state as DeskSource['state'],
      reason: task.reason,
      attempts: task.attempts,
      name: task.source.name,
      kind: task.source.kind,
      region: task.source.region,
      finishedAt: task.finishedAt && toInstant(task.finishedAt),
      collected: outcomeOf('collect', CollectOutcome),
      erased: outcomeOf('erase', EraseOutcome),
      stopped: outcomeOf('stop', StopOutcome),
      findings: task.findings.map(({ id, collection, rows, shared }) => ({
        id,
        collection,
        label: labelIn(task.dataset, collection),
        rows,
        shared,
      })),
    }
  })
}
