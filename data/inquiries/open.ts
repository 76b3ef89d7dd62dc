import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate, toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import type { AnsweringKind } from '#domain/inquiry.ts'
import { isClosed, type Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import { env } from '#env'
import type { Inquiry } from '#prisma/generated/client.ts'
import { renewLink } from './link.ts'
import { planReminders } from './remind.ts'

export type OpenInquiryInput = {
  taskId: string
  kind: AnsweringKind
  dueAt: Temporal.Instant
  /** who answers, where a person does; sealed under the request's key */
  person?: Pick<Inquiry, 'assigneeId'> & { sealedContact: Uint8Array<ArrayBuffer> | null }
}

export type OpenInquiry = Inquiry

const OPEN_TASKS: readonly string[] = ['waiting', 'running', 'asked']

/**
 * Puts one question to a source that answers for itself. The question stands before anything leaves, so a worker that
 * dies asks again under the same id. A person's task counts as asked from here on; a system still has to be called.
 * @returns the open question of this task where there is one already
 */
export const openInquiry = (
  actor: Actor,
  { taskId, kind, dueAt, person }: OpenInquiryInput,
  now: Temporal.Instant,
): Promise<Result<Inquiry, 'not_open'>> =>
  transact(actor, async (tx) => {
    const task = await lockTask(tx, taskId)
    if (!OPEN_TASKS.includes(task.state) || isClosed(task.request.status as Status)) return refuse('not_open')
    const open = await tx.inquiry.findFirst({ where: { taskId, state: 'asked' } })
    if (open) return ok(open)
    const { controllerId, requestId, sourceId, purpose, source } = task
    const about = { controllerId, requestId }
    const inquiry = await tx.inquiry.create({
      data: {
        id: randomUUID(),
        ...about,
        taskId,
        kind,
        action: purpose,
        ...person,
        askedAt: toDate(now),
        dueAt: toDate(dueAt),
      },
    })
    await tx.timer.create({ data: { ...about, kind: 'end_inquiries', dueAt: toDate(dueAt) } })
    if (kind === 'manual') {
      await tx.task.update({ where: { id: taskId }, data: { state: 'asked' } })
      await planReminders(tx, inquiry)
      if (person?.sealedContact) await renewLink(tx, inquiry.id)
    }
    const asked = {
      type: 'source.asked',
      inquiryId: inquiry.id,
      taskId,
      sourceId,
      purpose,
      dueAt: toIso(dueAt),
    } as const
    await record(tx, actor, about, asked, now)
    if (kind === 'http') {
      const regions = { fromRegion: env.REGION, toRegion: source.region }
      const dataClass = purpose === 'change' ? 'corrections' : 'identifiers'
      await record(tx, actor, about, { type: 'data.moved', via: 'http', dataClass, ...regions }, now)
    }
    return ok(inquiry)
  })

/** Locks the request of a task, as everything that ends a task does, so that one of them sees that it was the last. */
export async function lockTask(tx: Tx, taskId: string) {
  const { requestId } = await tx.task.findUniqueOrThrow({ where: { id: taskId }, select: { requestId: true } })
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  return tx.task.findUniqueOrThrow({ where: { id: taskId }, include: { request: true, source: true } })
}

/** A task whose question ends now is in our hands again, and ends like any other. */
export const takeBack = (tx: Tx, taskId: string) =>
  tx.task.updateMany({ where: { id: taskId, state: { in: ['waiting', 'asked'] } }, data: { state: 'running' } })
