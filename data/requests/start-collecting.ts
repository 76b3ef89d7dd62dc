import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { endCollecting } from '#data/tasks/finish-collecting.ts'
import { planTasks } from '#data/tasks/plan.ts'
import type { Actor } from '#domain/actor.ts'

/** Plans one task per source for a request whose identity was proved, or that was sent back. Safe twice: `eventId` once. */
export const startCollecting = (
  actor: Actor,
  { requestId, eventId }: { requestId: string; eventId: string },
  now: Temporal.Instant,
): Promise<void> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const done = await tx.effect.findUnique({ where: { eventId_job: { eventId, job: 'start-collecting' } } })
    if (done || request.status !== 'collecting') return
    const sources = await planTasks(tx, actor, request, 'collect', now)
    const about = { controllerId: request.controllerId, requestId }
    await record(tx, actor, about, { type: 'collecting.started', sources }, now)
    await tx.effect.create({
      data: {
        eventId,
        job: 'start-collecting',
        controllerId: request.controllerId,
        at: new Date(now.epochMilliseconds),
      },
    })
    if (sources === 0) await endCollecting(tx, actor, request, now)
  })
