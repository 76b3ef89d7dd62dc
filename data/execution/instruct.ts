import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { whoGotData } from '#data/recipients/who-got-data.ts'
import { record } from '#data/record.ts'
import { planTasks } from '#data/tasks/plan.ts'
import type { Actor } from '#domain/actor.ts'
import { decideErasureNotice } from '#domain/clock/erasure-notice.ts'
import type { Status } from '#domain/request.ts'
import type { Result } from '#domain/result.ts'
import type { Recipient } from '#prisma/generated/client.ts'

const INSTRUCTED_IN: readonly string[] = ['executing', 'fulfilled', 'partly_fulfilled'] satisfies Status[]

/**
 * Recipients that must be told to erase, and were not: before the erasure, and once more before the subject hears of it.
 * @returns null when this request is no erasure being carried out
 */
export const findUninstructed = (actor: Actor, requestId: string): Promise<Recipient[] | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    if (request.right !== 'erasure' || !INSTRUCTED_IN.includes(request.status)) return null
    return tx.recipient.findMany({
      where: { id: { in: await whoGotData(tx, request) }, instructions: { none: { requestId } } },
      orderBy: { name: 'asc' },
    })
  })

/**
 * Records that these recipients were told, and only then plans the erasing tasks; the database refuses a task as long
 * as a recipient was not told (PP 33/2026 art. 88(2)). Safe twice.
 */
export const recordInstructions = (
  actor: Actor,
  { requestId, recipientIds }: { requestId: string; recipientIds: string[] },
  now: Temporal.Instant,
): Promise<void> =>
  transact(actor, async (tx) => {
    await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const about = { controllerId: request.controllerId, requestId }
    const { count } = await tx.instruction.createMany({
      data: recipientIds.map((recipientId) => ({ ...about, recipientId, instructedAt: toDate(now) })),
      skipDuplicates: true,
    })
    const planned = await tx.task.count({ where: { requestId, purpose: 'erase' } })
    // What rests on a withdrawn consent stops first; the end of the last stop leads here again.
    const stopping = await tx.task.count({ where: { requestId, purpose: 'stop', state: { not: 'done' } } })
    if (count > 0 || planned === 0) await record(tx, actor, about, { type: 'recipients.instructed', recipientIds }, now)
    if (request.status === 'executing' && planned === 0 && stopping === 0)
      await planTasks(tx, actor, request, 'erase', now)
  })

/** Whether the subject may be told of the erasure now: not before everybody who got the data was instructed. */
export const mayTellOfErasure = (
  actor: Actor,
  requestId: string,
  now: Temporal.Instant,
): Promise<Result<null, 'processor_not_instructed_first'>> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const recipients = await tx.recipient.findMany({
      where: { id: { in: await whoGotData(tx, request) } },
      select: { instructions: { where: { requestId }, select: { instructedAt: true } } },
    })
    const instructedAt = recipients.map(({ instructions: [told] }) => (told ? toInstant(told.instructedAt) : null))
    return decideErasureNotice(instructedAt, now)
  })
