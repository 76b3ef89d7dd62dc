import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { planTasks } from '#data/tasks/plan.ts'
import type { Actor } from '#domain/actor.ts'
import type { Recipient } from '#prisma/generated/client.ts'

/** Recipients that must be told before an erasure starts. @returns null when this request is no erasure being executed */
export const findUninstructed = (actor: Actor, requestId: string): Promise<Recipient[] | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    if (request.right !== 'erasure' || request.status !== 'executing') return null
    return tx.recipient.findMany({
      where: { controllerId: request.controllerId, instructions: { none: { requestId } } },
      orderBy: { name: 'asc' },
    })
  })

/**
 * Records that every recipient was told, and only then plans the erasing tasks: processors are instructed before the
 * subject hears of it (PP 33/2026 art. 88(2)). Safe twice.
 */
export const recordInstructions = (
  actor: Actor,
  { requestId, recipientIds }: { requestId: string; recipientIds: string[] },
  now: Temporal.Instant,
): Promise<void> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const planned = await tx.task.count({ where: { requestId, purpose: 'erase' } })
    if (request.status !== 'executing' || planned > 0) return
    const about = { controllerId: request.controllerId, requestId }
    await tx.instruction.createMany({
      data: recipientIds.map((recipientId) => ({ ...about, recipientId, instructedAt: toDate(now) })),
      skipDuplicates: true,
    })
    await record(tx, actor, about, { type: 'recipients.instructed', recipientIds }, now)
    await planTasks(tx, actor, request, 'erase', now)
  })
