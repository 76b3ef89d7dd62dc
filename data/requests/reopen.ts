import type { Temporal } from 'temporal-polyfill'
import { recomputeClocks } from '#data/clocks/recompute.ts'
import type { Tx } from '#data/db.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'

/** Takes up a lapsed request again; its clocks never stopped. @returns where the request stands now */
export async function reopenRequest(
  tx: Tx,
  actor: Extract<Actor, { kind: 'subject' }>,
  status: Status,
  now: Temporal.Instant,
): Promise<Status> {
  const { controllerId, requestId } = actor
  const to = move(status, 'reopen')
  if (!to.ok) return status
  await tx.request.update({
    where: { id: requestId },
    data: { status: to.value, closedAt: null, version: { increment: 1 } },
  })
  const eventId = await record(tx, actor, { controllerId, requestId }, { type: 'request.reopened' }, now)
  await recomputeClocks(tx, actor, { controllerId, id: requestId }, { id: eventId, type: 'request.reopened' }, now)
  return to.value
}
