import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'
import type { Request } from '#prisma/generated/client.ts'

const SHRED_AFTER_DAYS = 30

/** Closes an executed request. What was kept, and why, is on its certificate; `retained` counts it. */
export async function fulfil(
  tx: Tx,
  actor: Actor,
  request: Request,
  retained: number,
  now: Temporal.Instant,
): Promise<void> {
  const to = move(request.status as Status, retained > 0 ? 'fulfil_partly' : 'fulfil')
  if (!to.ok) throw new Error('only an executing request is fulfilled')
  await tx.request.update({
    where: { id: request.id },
    data: { status: to.value, closedAt: toDate(now), version: { increment: 1 } },
  })
  const about = { controllerId: request.controllerId, requestId: request.id }
  const type = retained > 0 ? 'request.partly_fulfilled' : 'request.fulfilled'
  await record(tx, actor, about, { type, retained }, now)
  await scheduleShredding(tx, about, now)
}

/** Some weeks to collect the answer, then everything personal about the request becomes unreadable. */
export async function scheduleShredding(
  tx: Tx,
  about: { controllerId: string; requestId: string },
  now: Temporal.Instant,
): Promise<void> {
  await tx.timer.create({
    data: { ...about, kind: 'shred', dueAt: toDate(now.add({ hours: 24 * SHRED_AFTER_DAYS })) },
  })
}

/** What is asked about the answer later needs what is sealed: it is kept for those weeks again. */
export async function postponeShredding(
  tx: Tx,
  about: { controllerId: string; requestId: string },
  now: Temporal.Instant,
): Promise<void> {
  await tx.timer.updateMany({ where: { ...about, kind: 'shred', doneAt: null }, data: { doneAt: toDate(now) } })
  await scheduleShredding(tx, about, now)
}
