import type { Temporal } from 'temporal-polyfill'
import { MARK_CLOCKS, markClocks } from '#data/clocks/marks.ts'
import { type Tx, transact, withoutScope } from '#data/db.ts'
import { scheduleShredding } from '#data/execution/fulfil.ts'
import { startExecuting } from '#data/execution/start.ts'
import { endHolds } from '#data/holds/lift.ts'
import { askAgain, endInquiries } from '#data/inquiries/ask-again.ts'
import { REMIND_INQUIRY, remindInquiries } from '#data/inquiries/remind.ts'
import { toDate, toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { shredRequest } from '#data/requests/shred.ts'
import { removeFile } from '#data/vault/remove.ts'
import type { Actor } from '#domain/actor.ts'
import { move, type Status } from '#domain/request.ts'
import type { Request } from '#prisma/generated/client.ts'

export type DueTimer = { id: string; controllerId: string; requestId: string; kind: string }

/** Timers whose instant has come. Ids only: the sweep sees across controllers. */
export const timersDue = (now: Temporal.Instant, most: number): Promise<DueTimer[]> =>
  withoutScope(
    (tx) => tx.$queryRaw<DueTimer[]>`
      select id, controller_id as "controllerId", request_id as "requestId", kind
      from hakku.timers_due(${toDate(now)}::timestamptz, ${most}::int)`,
  )

type Fire = (tx: Tx, actor: Actor, request: Request, now: Temporal.Instant) => Promise<void>

const lapse: Fire = async (tx, actor, request, now) => {
  const to = move(request.status as Status, 'lapse')
  if (!to.ok) return
  await tx.request.update({ where: { id: request.id }, data: { status: to.value, version: { increment: 1 } } })
  // Whoever never proved it may not have filed it: what they typed is kept no longer than an answer would be.
  await scheduleShredding(tx, about(request), now)
  await record(tx, actor, about(request), { type: 'request.lapsed' }, now)
}

const remindUnverified: Fire = async (tx, actor, request, now) => {
  if (request.status === 'received' || request.status === 'verifying')
    await record(tx, actor, about(request), { type: 'identity.reminded' }, now)
}

const warnExpiry: Fire = async (tx, actor, request, now) => {
  const found = await tx.package.findUnique({ where: { requestId: request.id } })
  if (!found || found.downloads > 0) return
  const expiresAt = found.expiresAt.toISOString()
  await record(tx, actor, about(request), { type: 'package.expiring', packageId: found.id, expiresAt }, now)
}

const endPackage: Fire = async (tx, actor, request, now) => {
  const found = await tx.package.findUnique({ where: { requestId: request.id } })
  // One that was built anew meanwhile has an end of its own.
  if (!found || found.expiresAt > toDate(now)) return
  await removeFile(tx, { controllerId: request.controllerId, id: found.fileId }, now)
  await record(tx, actor, about(request), { type: 'package.ended', packageId: found.id }, now)
}

/** What is on hold is erased once the hold ends, and for that the request must be readable until then. */
const shredUnlessHeld: Fire = async (tx, actor, request, now) => {
  if ((await tx.hold.count({ where: { requestId: request.id, liftedAt: null } })) > 0)
    return scheduleShredding(tx, about(request), now)
  await shredRequest(tx, actor, request, now)
}

/** What happens when a timer of each kind is due. */
const FIRE: Record<string, Fire> = {
  lapse,
  remind_unverified: remindUnverified,
  warn_expiry: warnExpiry,
  end_package: endPackage,
  execute: startExecuting,
  ask_again: askAgain,
  end_inquiries: endInquiries,
  end_holds: endHolds,
  shred: shredUnlessHeld,
  [REMIND_INQUIRY]: remindInquiries,
  [MARK_CLOCKS]: markClocks,
}

const about = (request: Request) => ({ controllerId: request.controllerId, requestId: request.id })

/** Lets one due timer happen, once, however often and by however many it is fired. */
export const fireTimer = (timer: DueTimer, now: Temporal.Instant): Promise<void> =>
  transact({ kind: 'system', controllerId: timer.controllerId, job: 'fire-timers' }, async (tx) => {
    const actor = { kind: 'system', controllerId: timer.controllerId, job: 'fire-timers' } as const
    await tx.$queryRaw`select id::text from request where id = ${timer.requestId}::uuid for update`
    const { count } = await tx.timer.updateMany({
      where: { id: timer.id, doneAt: null, dueAt: { lte: new Date(toIso(now)) } },
      data: { doneAt: toDate(now) },
    })
    if (count === 0) return
    const request = await tx.request.findUniqueOrThrow({ where: { id: timer.requestId } })
    await FIRE[timer.kind]?.(tx, actor, request, now)
  })
