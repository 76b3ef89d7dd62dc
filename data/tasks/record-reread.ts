import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { recordFile, type WrittenFile } from '#data/vault/write.ts'
import type { Actor } from '#domain/actor.ts'
import type { SinceApproval } from '#domain/erasure/reconcile.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

export type RereadInput = {
  taskId: string
  /** the sealed plan that was read again, and how it differs; null: that was recorded before */
  reread: { file: WrittenFile; since: SinceApproval } | null
  /** Sources through which this one's rows are reached, and the other way round. */
  linkedSourceIds: readonly string[]
}

/**
 * Whether this source may erase now. Sources that lead to each other's rows are all read again before the first of
 * them erases: afterwards nothing would lead there. Whoever comes last wakes the others.
 */
export const recordReread = (
  actor: Actor,
  { taskId, reread, linkedSourceIds }: RereadInput,
  now: Temporal.Instant,
): Promise<Result<null, 'not_running' | 'waiting_for_others'>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId, sourceId } = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const about = { controllerId, requestId }
    if (reread) {
      await recordFile(tx, { controllerId, id: requestId }, reread.file, now)
      const { count } = await tx.task.updateMany({
        where: { id: taskId, state: 'running' },
        data: { planFileId: reread.file.id },
      })
      if (count === 0) return refuse('not_running')
      await record(tx, actor, about, { type: 'erasure.reread', taskId, sourceId, ...reread.since }, now)
    }
    const linked = await tx.task.findMany({
      where: {
        requestId,
        purpose: 'erase',
        sourceId: { in: [...linkedSourceIds] },
        source: { kind: { notIn: ['http', 'manual'] } },
      },
      orderBy: { id: 'asc' },
    })
    if (linked.some(({ planFileId }) => planFileId === null)) {
      const { count } = await tx.task.updateMany({
        where: { id: taskId, state: 'running' },
        data: { state: 'waiting' },
      })
      return refuse(count === 0 ? 'not_running' : 'waiting_for_others')
    }
    for (const { id, sourceId: other, state } of reread ? linked : [])
      if (state === 'waiting')
        await record(tx, actor, about, { type: 'task.planned', taskId: id, sourceId: other, purpose: 'erase' }, now)
    return ok(null)
  })

/** Whether a source linked to this one has erased already, so that reading again would find too little. */
export const hasBegunElsewhere = (
  actor: Actor,
  requestId: string,
  linkedSourceIds: readonly string[],
): Promise<boolean> =>
  transact(actor, async (tx) => {
    const done = await tx.task.count({
      where: { requestId, purpose: 'erase', state: 'done', sourceId: { in: [...linkedSourceIds] } },
    })
    return done > 0
  })
