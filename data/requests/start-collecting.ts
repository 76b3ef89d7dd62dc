import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { record } from '#data/record.ts'
import { stopAtOnce } from '#data/stops/plan.ts'
import { endCollecting } from '#data/tasks/finish-collecting.ts'
import { planTasks } from '#data/tasks/plan.ts'
import type { Actor } from '#domain/actor.ts'
import type { Request } from '#prisma/generated/client.ts'

/**
 * Plans one task per source for a request whose identity was proved, or that was sent back; a withdrawal of named
 * consents goes straight to stopping. Safe twice: `eventId` once.
 */
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
    if (!(await stopAtOnce(tx, actor, request, now))) await collect(tx, actor, request, now)
    await tx.effect.create({
      data: {
        eventId,
        job: 'start-collecting',
        controllerId: request.controllerId,
        at: new Date(now.epochMilliseconds),
      },
    })
  })

async function collect(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  const sources = await planTasks(tx, actor, request, 'collect', now)
  const about = { controllerId: request.controllerId, requestId: request.id }
  await record(tx, actor, about, { type: 'collecting.started', sources }, now)
  if (sources === 0) await endCollecting(tx, actor, request, now)
}
