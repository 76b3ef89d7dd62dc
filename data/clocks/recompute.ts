import type { Temporal } from 'temporal-polyfill'
import { holdCalendars } from '#data/calendars/hold.ts'
import type { Tx } from '#data/db.ts'
import { toDate, toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { ENDED_STATUSES, type Status } from '#domain/request.ts'
import type { Clock } from '#prisma/generated/client.ts'
import { breachOverdue } from './breach.ts'
import { type CauseType, type Change, changesOf } from './changes.ts'
import { pointAtNextClock } from './end.ts'
import { insertClocks } from './insert.ts'
import { planMarks } from './marks.ts'
import { findStory } from './story.ts'

/** @property type of the event that may have moved a clock; `id` is the event itself */
export type Cause = {
  id: string
  type: CauseType
  /** of an extension: why, sealed under the request's key */
  sealedReason?: Uint8Array<ArrayBuffer>
}

/**
 * Dates every open clock of a request again from its events, and puts a new row in place of each whose date changed.
 * A changed date is one event `clocks.changed`, which tells the subject. @returns how many dates changed
 */
export async function recomputeClocks(
  tx: Tx,
  actor: Actor,
  owner: { controllerId: string; id: string },
  cause: Cause,
  now: Temporal.Instant,
): Promise<number> {
  const { controllerId, id: requestId } = owner
  await tx.$queryRaw`select id::text from request where id = ${requestId}::uuid for update`
  await breachOverdue(tx, actor, requestId, now)
  const calendars = await holdCalendars(tx, controllerId)
  const request = await tx.request.findUniqueOrThrow({ where: { id: requestId }, include: { controller: true } })
  if (ENDED_STATUSES.includes(request.status as Status)) return 0
  const current = await tx.clock.findMany({ where: { requestId, state: { not: 'superseded' } } })
  const story = { ...(await findStory(tx, request)), calendars }
  const changes: Change[] = []
  for (const change of changesOf(cause.type, { request, current, story }))
    if (await giveWay(tx, change.before, cause.id, now)) changes.push(change)
  const sealedReason = cause.sealedReason ?? null
  const rows = changes.map(({ after }) => ({ ...after, sealedReason }))
  if (rows.length > 0) await insertClocks(tx, owner, rows, cause.id)
  const clocks = changes.filter(({ moved }) => moved).map(told)
  if (clocks.length === 0) return 0
  await record(tx, actor, { controllerId, requestId }, { type: 'clocks.changed', cause: cause.type, clocks }, now)
  await pointAtNextClock(tx, owner)
  await planMarks(tx, owner, now)
  return clocks.length
}

const told = ({ before, after }: Change) => ({
  clockId: after.clockId,
  from: before?.state === 'running' ? before.dueAt.toISOString() : null,
  to: after.state === 'running' ? toIso(after.dueAt) : null,
})

/** @returns false when the clock ended in the meantime */
async function giveWay(tx: Tx, before: Clock | null, supersededBy: string, now: Temporal.Instant): Promise<boolean> {
  if (!before) return true
  const { count } = await tx.clock.updateMany({
    where: { id: before.id, state: before.state },
    data: { state: 'superseded', supersededBy, endedAt: toDate(now) },
  })
  return count > 0
}
