import type { Temporal } from 'temporal-polyfill'
import { recomputeClocks } from '#data/clocks/recompute.ts'
import type { Tx } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'
import { reopenRequest } from './reopen.ts'

/**
 * Notes that whoever acts controls the contact of the request, and lets the collecting begin; a lapsed request is
 * reopened first. Does nothing when identity was proved before or the request is over. For a guardian or an attorney
 * it proves the contact and no more: the review asks for the rest.
 */
export async function proveIdentity(
  tx: Tx,
  actor: Extract<Actor, { kind: 'subject' }>,
  now: Temporal.Instant,
): Promise<void> {
  const { controllerId, requestId } = actor
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  const request = await tx.request.findUniqueOrThrow({
    where: { id: requestId },
    select: { status: true, verifiedAt: true },
  })
  if (request.verifiedAt) return
  const status = await reopenRequest(tx, actor, request.status as Status, now)
  const to = move(status, 'prove_identity')
  if (!to.ok) return
  await tx.request.update({
    where: { id: requestId },
    data: { status: to.value, assurance: 'contact_code', verifiedAt: toDate(now), version: { increment: 1 } },
  })
  await tx.timer.updateMany({
    where: { requestId, kind: { in: ['remind_unverified', 'lapse', 'shred'] }, doneAt: null },
    data: { doneAt: toDate(now) },
  })
  const proved = { type: 'identity.proved', assurance: 'contact_code' } as const
  const eventId = await record(tx, actor, { controllerId, requestId }, proved, now)
  await recomputeClocks(tx, actor, { controllerId, id: requestId }, { id: eventId, type: proved.type }, now)
}
