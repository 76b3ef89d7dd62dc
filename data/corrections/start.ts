import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'
import type { Request } from '#prisma/generated/client.ts'

/**
 * Plans one changing task for each source that is to be written to. Where only notes were approved there is none, and
 * the request goes on at once. Without any correction a person carries it out in words. Safe twice.
 */
export const startCorrecting = (actor: Actor, requestId: string, now: Temporal.Instant): Promise<void> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    if (request.right !== 'rectification' || request.status !== 'executing') return
    const about = { controllerId: request.controllerId, requestId }
    const collected = await tx.task.findMany({
      where: { requestId, purpose: 'collect', corrections: { some: { inSource: true, state: 'fits' } } },
      orderBy: { id: 'asc' },
    })
    for (const { sourceId, datasetId } of collected) {
      const one = { requestId_sourceId_purpose: { requestId, sourceId, purpose: 'change' } }
      const before = await tx.task.findUnique({ where: one })
      // Planned by a run of this job that died, or waiting for a person to retry it.
      if (before && before.state !== 'done') continue
      const task = await tx.task.upsert({
        where: one,
        create: { ...about, sourceId, datasetId, purpose: 'change' },
        update: { state: 'waiting', datasetId, reason: null, finishedAt: null },
      })
      await record(tx, actor, about, { type: 'task.planned', taskId: task.id, sourceId, purpose: 'change' }, now)
    }
    await endCorrecting(tx, actor, request, now)
  })

/**
 * Once no source is left to write: done, or back to review when a source did not take its corrections. What other
 * sources took stays done and is said. The request is locked by the caller.
 */
export async function endCorrecting(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  const { id: requestId, controllerId } = request
  const tasks = await tx.task.findMany({ where: { requestId, purpose: 'change' } })
  const corrections = await tx.correction.findMany({ where: { requestId } })
  if (request.status !== 'executing' || corrections.length === 0) return
  if (tasks.some(({ state }) => state !== 'done')) return
  const about = { controllerId, requestId }
  const applied = corrections.filter(({ state }) => state === 'done').length
  const refused = corrections.filter(({ inSource, state }) => inSource && state !== 'done').length
  if (refused > 0) {
    const to = move(request.status, 'return_to_review')
    if (!to.ok) return
    await tx.request.update({ where: { id: requestId }, data: { ...returned(to.value), version: { increment: 1 } } })
    await record(tx, actor, about, { type: 'corrections.returned', applied, refused }, now)
    return
  }
  // Also the mark that this was said: a second run finds nothing left to do.
  if (await tx.event.findFirst({ where: { requestId, type: 'corrections.applied' }, select: { id: true } })) return
  await tx.correction.updateMany({
    where: { requestId, inSource: false, state: 'fits' },
    data: { state: 'done', doneAt: toDate(now) },
  })
  const noted = corrections.filter(({ way }) => way === 'note').length
  const counts = { corrected: corrections.length - noted, noted }
  await record(tx, actor, about, { type: 'corrections.applied', ...counts }, now)
}

const returned = (status: Status) => ({
  status,
  submittedBy: null,
  submittedAt: null,
  approvedBy: null,
  approvedAt: null,
  executeAfter: null,
})
