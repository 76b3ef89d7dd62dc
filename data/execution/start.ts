import { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { record } from '#data/record.ts'
import { stopApproved } from '#data/stops/plan.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'
import type { Request } from '#prisma/generated/client.ts'
import { executionDate, planExecution } from './prior-notice.ts'

/**
 * The cancel window is over: from here on the request can no longer be withdrawn. Where the subject must hear of an
 * erasure beforehand it waits for that notice and its period. The row is locked by the caller.
 */
export async function startExecuting(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  const to = move(request.status as Status, 'start_executing')
  if (!to.ok) return
  if (request.executeAfter) {
    const executeAt = await executionDate(tx, request, request.executeAfter)
    // Handing the notice over plans it again.
    if (!executeAt) return
    if (Temporal.Instant.compare(now, executeAt) < 0) return planExecution(tx, request, executeAt, now)
  }
  await tx.request.update({ where: { id: request.id }, data: { status: to.value, version: { increment: 1 } } })
  const about = { controllerId: request.controllerId, requestId: request.id }
  await record(tx, actor, about, { type: 'execution.started' }, now)
  await stopApproved(tx, actor, request, now)
}
