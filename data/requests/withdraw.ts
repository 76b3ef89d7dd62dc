import type { Temporal } from 'temporal-polyfill'
import { endClocks } from '#data/clocks/end.ts'
import { transact } from '#data/db.ts'
import { scheduleShredding } from '#data/execution/fulfil.ts'
import { cancelInquiries } from '#data/inquiries/cancel.ts'
import { toDate } from '#data/instant.ts'
import { dropParts } from '#data/parts/drop.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'
import { ok, type Result, refuse } from '#domain/result.ts'

/** The subject takes the request back, until its execution starts. Its clocks are void, its timers called off. */
export const withdrawRequest = (
  actor: Extract<Actor, { kind: 'subject' }>,
  _input: object,
  now: Temporal.Instant,
): Promise<Result<null, 'too_late_to_withdraw' | 'changed_meanwhile'>> =>
  transact(actor, async (tx) => {
    const { controllerId, requestId } = actor
    const request = await tx.request.findUnique({ where: { id: requestId }, select: { status: true, version: true } })
    const to = request ? move(request.status as Status, 'withdraw') : refuse('move_not_allowed')
    if (!request || !to.ok) return refuse('too_late_to_withdraw')
    const { count } = await tx.request.updateMany({
      where: { id: requestId, version: request.version },
      data: {
        status: to.value,
        closedAt: toDate(now),
        executeAfter: null,
        version: { increment: 1 },
      },
    })
    if (count === 0) return refuse('changed_meanwhile')
    const endedAt = toDate(now)
    await endClocks(tx, actor, { controllerId, id: requestId }, { as: 'void' }, now)
    await tx.timer.updateMany({ where: { requestId, doneAt: null }, data: { doneAt: endedAt } })
    await cancelInquiries(tx, { requestId })
    await dropParts(tx, { requestId }, now)
    await scheduleShredding(tx, { controllerId, requestId }, now)
    await record(tx, actor, { controllerId, requestId }, { type: 'request.withdrawn' }, now)
    return ok(null)
  })
