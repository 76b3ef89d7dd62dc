import type { Temporal } from 'temporal-polyfill'
import { endClocks } from '#data/clocks/end.ts'
import type { Tx } from '#data/db.ts'
import { toDate, toInstant, toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { executionAfterNotice, isPriorNotice } from '#domain/clock/erasure-notice.ts'
import type { Clock } from '#prisma/generated/client.ts'

type Owner = { controllerId: string; id: string }

/** The notices the subject must get before this erasure; none for most. */
const priorNotices = async (tx: Tx, { id: requestId }: Owner): Promise<Clock[]> =>
  (await tx.clock.findMany({ where: { requestId, state: { notIn: ['void', 'superseded'] } } })).filter(({ clockId }) =>
    isPriorNotice(clockId),
  )

const after = (planned: Date, notices: readonly Clock[], noticedAt: Temporal.Instant): Temporal.Instant =>
  notices
    .map(({ startAt, dueAt }) => ({ startAt: toInstant(startAt), dueAt: toInstant(dueAt) }))
    .reduce((earliest, notice) => executionAfterNotice(earliest, notice, noticedAt), toInstant(planned))

/**
 * From when an approved erasure may be carried out, by the notice that was handed over.
 * @returns null while a notice that must come first was not
 */
export async function executionDate(tx: Tx, owner: Owner, planned: Date): Promise<Temporal.Instant | null> {
  const notices = await priorNotices(tx, owner)
  if (notices.length === 0) return toInstant(planned)
  const given = await tx.notice.findFirst({
    where: { requestId: owner.id, kind: 'erasure-scheduled' },
    orderBy: { at: 'asc' },
  })
  return given && after(planned, notices, toInstant(given.at))
}

/** The subject was told of the erasure: ends the clock of that notice; a late one moves the erasure. */
export async function noteErasureScheduled(tx: Tx, actor: Actor, owner: Owner, now: Temporal.Instant): Promise<void> {
  const notices = await priorNotices(tx, owner)
  if (notices.length === 0) return
  await tx.$queryRaw`select id::text from request where id = ${owner.id}::uuid for update`
  for (const { clockId } of notices) await endClocks(tx, actor, owner, { as: 'met', only: { clockId } }, now)
  const request = await tx.request.findUniqueOrThrow({ where: { id: owner.id } })
  if (request.status !== 'approved' || !request.executeAfter) return
  const executeAt = after(request.executeAfter, notices, now)
  if (executeAt.equals(toInstant(request.executeAfter))) return
  await tx.request.update({ where: { id: owner.id }, data: { executeAfter: toDate(executeAt) } })
  await planExecution(tx, owner, executeAt, now)
  const postponed = { type: 'execution.postponed', executeAfter: toIso(executeAt) } as const
  await record(tx, actor, { controllerId: owner.controllerId, requestId: owner.id }, postponed, now)
}

/** Puts one timer in place of whatever was planned. */
export async function planExecution(
  tx: Tx,
  { controllerId, id: requestId }: Owner,
  executeAt: Temporal.Instant,
  now: Temporal.Instant,
): Promise<void> {
  await tx.timer.updateMany({ where: { requestId, kind: 'execute', doneAt: null }, data: { doneAt: toDate(now) } })
  await tx.timer.create({ data: { controllerId, requestId, kind: 'execute', dueAt: toDate(executeAt) } })
}
