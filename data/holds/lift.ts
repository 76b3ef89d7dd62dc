import { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { type Actor, may } from '#domain/actor.ts'
import { mayLift } from '#domain/hold.ts'
import { EraseOutcome } from '#domain/outcome.ts'
import { isClosed, type Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'
import type { Hold, Request, Task } from '#prisma/generated/client.ts'
import { endOfHold, refreshPreview } from './preview.ts'

/** Ends a hold. What it kept out of an erasure that was carried out is erased now, and the certificate replaced. */
export const liftHold = (
  actor: Actor,
  { reference, holdId }: { reference: string; holdId: string },
  now: Temporal.Instant,
): Promise<Result<null, 'not_found' | 'not_allowed' | 'already_lifted'>> =>
  transact(actor, async (tx) => {
    const hold = await tx.hold.findUnique({ where: { id: holdId } })
    const request = hold && (await tx.request.findUnique({ where: { id: hold.requestId } }))
    if (!hold || request?.reference !== reference || !may(actor, 'see_queue', hold.controllerId))
      return refuse('not_found')
    if (actor.kind !== 'staff' || !mayLift(actor, hold.controllerId)) return refuse('not_allowed')
    return (await endHold(tx, actor, hold, now)) ? ok(null) : refuse('already_lifted')
  })

/** Ends the holds of a request whose last day is over. The row is locked by the caller. */
export async function endHolds(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  const { zone } = await tx.controller.findUniqueOrThrow({ where: { id: request.controllerId } })
  for (const hold of await tx.hold.findMany({ where: { requestId: request.id, liftedAt: null } }))
    if (hold.until && Temporal.Instant.compare(endOfHold(Temporal.PlainDate.from(hold.until), zone), now) <= 0)
      await endHold(tx, actor, hold, now)
}

async function endHold(tx: Tx, actor: Actor, hold: Hold, now: Temporal.Instant): Promise<boolean> {
  const { id, controllerId, requestId, sourceId } = hold
  // Requests of the same person may be on hold too: all of them go on.
  const requests = [...new Set([requestId, ...(await laterRequests(tx, hold))])].sort()
  await tx.$queryRaw`select id::text from request where id = any(${requests}::uuid[]) order by id for update`
  const { count } = await tx.hold.updateMany({
    where: { id, liftedAt: null },
    data: { liftedAt: toDate(now), liftedBy: actor.kind === 'staff' ? actor.userId : null, contactIndex: null },
  })
  if (count === 0) return false
  for (const one of await tx.request.findMany({ where: { id: { in: requests } } })) {
    if (isClosed(one.status as Status)) await resumeErasing(tx, actor, { requestId: one.id, sourceId }, now)
    else if (one.status !== 'executing') await showAgain(tx, one, sourceId)
  }
  await record(tx, actor, { controllerId, requestId }, { type: 'hold.lifted', holdId: id, sourceId }, now)
  return true
}

async function showAgain(tx: Tx, request: Request, sourceId: string): Promise<void> {
  await refreshPreview(tx, request, sourceId)
  await tx.request.update({ where: { id: request.id }, data: { version: { increment: 1 } } })
}

async function laterRequests(tx: Tx, { contactIndex, controllerId }: Hold): Promise<string[]> {
  if (contactIndex === null) return []
  const requests = await tx.request.findMany({
    where: { controllerId, contactIndex, right: 'erasure' },
    select: { id: true },
  })
  return requests.map(({ id }) => id)
}

/** Lets an erasure that was carried out go on with what is no longer on hold. The request is locked by the caller. */
export async function resumeErasing(
  tx: Tx,
  actor: Actor,
  { requestId, sourceId }: { requestId: string; sourceId: string },
  now: Temporal.Instant,
): Promise<void> {
  const task = await tx.task.findUnique({
    where: { requestId_sourceId_purpose: { requestId, sourceId, purpose: 'erase' } },
  })
  if (task?.state !== 'done' || !(await isFreed(tx, task))) return
  await tx.task.update({ where: { id: task.id }, data: { state: 'waiting', attempts: 0, finishedAt: null } })
  const about = { controllerId: task.controllerId, requestId }
  await record(tx, actor, about, { type: 'task.planned', taskId: task.id, sourceId, purpose: 'erase' }, now)
}

/** Whether something that this task left because of a hold may go now. */
export async function isFreed(tx: Tx, { outcome }: Task): Promise<boolean> {
  const ids = EraseOutcome.parse(outcome).collections.flatMap(({ onHold }) => onHold.map(({ holdId }) => holdId))
  return (await tx.hold.count({ where: { id: { in: ids }, liftedAt: { not: null } } })) > 0
}
