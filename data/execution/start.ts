import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'
import type { Request } from '#prisma/generated/client.ts'

/** The cancel window is over: from here on the request can no longer be withdrawn. The row is locked by the caller. */
export async function startExecuting(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  const to = move(request.status as Status, 'start_executing')
  if (!to.ok) return
  await tx.request.update({ where: { id: request.id }, data: { status: to.value, version: { increment: 1 } } })
  await record(
    tx,
    actor,
    { controllerId: request.controllerId, requestId: request.id },
    { type: 'execution.started' },
    now,
  )
}
