import type { FieldChange } from '#connectors/contract.ts'
import type { ApprovedCorrection, ChangedInput } from '#data/corrections/finish.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { SealedCorrection } from '#domain/rectification.ts'
import { openSource } from './open-source.ts'

/** As the source is told it; a correction that writes nothing has none. */
export const fieldChange = (collection: string, { key, write }: SealedCorrection): FieldChange[] =>
  write ? [{ collection, key, ...write }] : []

/**
 * Writes what was approved for one source in one transaction and reads it again inside it. Repeated after a crash it
 * finds the new values there. A refusal is an answer, not a fault: it goes back to the people who approved it.
 * @throws SourceFault
 */
export async function changeSource(
  task: ClaimedTask,
  approved: readonly ApprovedCorrection[],
  signal: AbortSignal,
): Promise<ChangedInput> {
  const { connector, close } = openSource(task)
  try {
    const changes = approved.flatMap(({ collection, correction }) => fieldChange(collection, correction))
    const { written, already, problems } = await connector.change(changes, signal)
    return {
      taskId: task.id,
      outcome: { written, already, problems: problems.map(({ problem }) => problem) },
      made: problems.length > 0 ? [] : approved.map(({ id }) => id),
      refused: new Map(
        problems.flatMap(({ at, problem }) => approved.slice(at, at + 1).map(({ id }) => [id, problem])),
      ),
    }
  } finally {
    await close()
  }
}
