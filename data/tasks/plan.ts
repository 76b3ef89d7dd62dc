import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'

export type TaskPurpose = 'collect' | 'change' | 'erase' | 'stop'

/** One task per source; each is announced by its own event, so that one failing source holds up no other. */
export async function planTasks(
  tx: Tx,
  actor: Actor,
  request: { id: string; controllerId: string },
  purpose: TaskPurpose,
  now: Temporal.Instant,
): Promise<number> {
  const { controllerId } = request
  const about = { controllerId, requestId: request.id }
  let planned = 0
  for (const { sourceId, datasetId } of purpose === 'collect'
    ? await connected(tx, controllerId)
    : await asked(tx, request)) {
    const task = await tx.task.upsert({
      where: { requestId_sourceId_purpose: { requestId: request.id, sourceId, purpose } },
      create: { ...about, sourceId, datasetId, purpose },
      // Sent back for another look: the old result is replaced when the new one is complete.
      update: { state: 'waiting', reason: null, finishedAt: null },
    })
    await record(tx, actor, about, { type: 'task.planned', taskId: task.id, sourceId, purpose }, now)
    planned += 1
  }
  return planned
}

type Mapped = { sourceId: string; datasetId: string }

/** Every source, by the newest version of its map. */
async function connected(tx: Tx, controllerId: string): Promise<Mapped[]> {
  const sources = await tx.source.findMany({
    where: { controllerId },
    include: { datasets: { orderBy: { version: 'desc' }, take: 1 } },
    orderBy: { key: 'asc' },
  })
  return sources.flatMap(({ id: sourceId, datasets: [dataset] }) =>
    dataset ? [{ sourceId, datasetId: dataset.id }] : [],
  )
}

/** The sources that were read for this request, by the version they were read with: what was approved is what is done. */
const asked = (tx: Tx, { id: requestId }: { id: string }): Promise<Mapped[]> =>
  tx.task.findMany({
    where: { requestId, purpose: 'collect' },
    select: { sourceId: true, datasetId: true },
    orderBy: { source: { key: 'asc' } },
  })
