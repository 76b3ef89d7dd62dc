import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import type { Task } from '#prisma/generated/client.ts'
import type { KeptRedaction } from './match.ts'

/**
 * What was decided about rows goes on with the rows that came again. The rest hides nothing any more and waits for a
 * person to look: which row is the seventh is another question each time a source is asked.
 */
export async function carryOver(
  tx: Tx,
  actor: Actor,
  { id: taskId, controllerId, requestId, sourceId }: Task,
  kept: readonly KeptRedaction[],
  now: Temporal.Instant,
): Promise<void> {
  const decided = await tx.redaction.count({ where: { taskId, row: { not: null } } })
  if (decided === 0) return
  await tx.redaction.updateMany({
    where: { taskId, row: { not: null }, lostAt: null },
    data: { lostAt: toDate(now) },
  })
  const [ids, rows] = [kept.map(({ id }) => id), kept.map(({ row }) => row)]
  await tx.$executeRaw`
    update redaction r set row = k.row, lost_at = null
    from unnest(${ids}::uuid[], ${rows}::int[]) as k (id, row) where r.id = k.id and r.task_id = ${taskId}::uuid`
  const counts = { kept: kept.length, lost: decided - kept.length }
  await record(tx, actor, { controllerId, requestId }, { type: 'redactions.carried', taskId, sourceId, ...counts }, now)
}

/** How many decisions about a request's findings lost their row. What was not found any more cannot go out. */
export async function countLost(tx: Tx, requestId: string): Promise<number> {
  const [counted] = await tx.$queryRaw<{ lost: number }[]>`
    select count(*)::int as lost from redaction r join finding f on f.task_id = r.task_id and f.collection = r.collection
    where r.request_id = ${requestId}::uuid and r.lost_at is not null`
  return counted?.lost ?? 0
}
