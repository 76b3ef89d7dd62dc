import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { recordFile, type WrittenFile } from '#data/vault/write.ts'
import type { Actor } from '#domain/actor.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** `lines`: how many of the file's lines are whole answers; `collection`: the one that was read last. */
export type NewPart = { ordinal: number; collection: string; lines: number; rows: number; file: WrittenFile }

/**
 * Keeps a part of an unfinished reading. Of two runs at once one keeps its answers: the other's do not follow on them.
 */
export const keepPart = (
  actor: Actor,
  { taskId, file, ...part }: NewPart & { taskId: string },
  now: Temporal.Instant,
): Promise<Result<null, 'not_running' | 'kept_by_another'>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId } = await tx.task.findUniqueOrThrow({ where: { id: taskId } })
    // Locked in the order of those who end a task: a part kept after them would be dropped by nobody.
    const open = await tx.$queryRaw<unknown[]>`
      select id::text from request where id = ${requestId}::uuid and status = 'collecting' for share`
    const running = await tx.$queryRaw<unknown[]>`
      select id::text from task where id = ${taskId}::uuid and state = 'running' for no key update`
    if (open.length === 0 || running.length === 0) return refuse('not_running')
    if ((await tx.collectedPart.count({ where: { taskId, ordinal: part.ordinal } })) > 0)
      return refuse('kept_by_another')
    await recordFile(tx, { controllerId, id: requestId }, file, now)
    await tx.collectedPart.create({
      data: { controllerId, requestId, taskId, ...part, fileId: file.id, createdAt: toDate(now) },
    })
    return ok(null)
  })
