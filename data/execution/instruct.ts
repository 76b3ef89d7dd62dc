import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { whoGotData } from '#data/recipients/who-got-data.ts'
import { record } from '#data/record.ts'
import { planTasks } from '#data/tasks/plan.ts'
import type { Actor } from '#domain/actor.ts'
import { decideErasureNotice } from '#domain/clock/erasure-notice.ts'
import type { EventType } from '#domain/event.ts'
import type { Status } from '#domain/request.ts'
import type { Result } from '#domain/result.ts'
import type { Recipient, Request } from '#prisma/generated/client.ts'

const INSTRUCTED_IN: readonly string[] = ['executing', 'fulfilled', 'partly_fulfilled'] satisfies Status[]

export type Uninstructed = { instruction: 'erase' | 'rectify' | 'stop'; recipients: Recipient[] }

/**
 * Recipients that must be told and were not: of an erasure before it and once more before the subject hears of it; of a
 * rectification once it is applied here (PP 33/2026 art. 72); of a withdrawn consent once its purposes stopped here, so
 * that nothing new reaches them after they were told.
 * @returns null when this request has nothing to pass on (yet)
 */
export const findUninstructed = (actor: Actor, requestId: string): Promise<Uninstructed | null> =>
  transact(actor, async (tx) => {
    const request = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const instruction = await instructionFor(tx, request)
    if (!instruction || !INSTRUCTED_IN.includes(request.status)) return null
    const recipients = await tx.recipient.findMany({
      where: { id: { in: await whoGotData(tx, request) }, instructions: { none: { requestId } } },
      orderBy: { name: 'asc' },
    })
    return { instruction, recipients }
  })

async function instructionFor(tx: Tx, { id, right }: Request): Promise<Uninstructed['instruction'] | null> {
  if (right === 'erasure') return 'erase'
  const [instruction, after]: [Uninstructed['instruction'], EventType[]] =
    right === 'consent_withdrawal' ? ['stop', ['stops.finished', 'answer.given']] : ['rectify', ['corrections.applied']]
  const isTime = await tx.event.findFirst({ where: { requestId: id, type: { in: after } }, select: { id: true } })
  return isTime && instruction
}

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
    // Two events lead here at once; of a rectification the first says that all were told.
    const told = await tx.event.count({ where: { requestId, type: 'recipients.instructed' } })
    const isSaid = request.right === 'rectification' && told > 0
    if (count > 0 || (planned === 0 && !isSaid))
      await record(tx, actor, about, { type: 'recipients.instructed', recipientIds }, now)
    if (request.right === 'erasure' && request.status === 'executing' && planned === 0 && stopping === 0)
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
