import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate, toInstant, toIso } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { type StartedClock, startClocks } from '#domain/clock/applicable.ts'
import { findClock } from '#domain/clock/catalogue.ts'
import { dateClock, isMoved, type Story } from '#domain/clock/story.ts'
import type { CHANGE_CAUSES } from '#domain/event.ts'
import type { Right } from '#domain/request.ts'
import type { Clock } from '#prisma/generated/client.ts'
import { breachOverdue } from './breach.ts'
import { pointAtNextClock } from './end.ts'
import { insertClocks, type NewClock } from './insert.ts'
import { planMarks } from './marks.ts'
import { findStory } from './story.ts'

/** @property type of the event that may have moved a clock; `id` is the event itself */
export type Cause = {
  id: string
  type: (typeof CHANGE_CAUSES)[number]
  /** of an extension: why, sealed under the request's key */
  sealedReason?: Uint8Array<ArrayBuffer>
}
type Change = { before: Clock | null; after: NewClock }

/**
 * Dates every open clock of a request again from its events, and puts a new row in place of each whose date changed.
 * After a change of settings a running request keeps its promise unless the new one is earlier. A change is one
 * event `clocks.changed`, which tells the subject. @returns how many clocks changed
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
  const request = await tx.request.findUniqueOrThrow({ where: { id: requestId }, include: { controller: true } })
  const current = await tx.clock.findMany({ where: { requestId, state: { not: 'superseded' } } })
  const story = await findStory(tx, requestId, toInstant(request.receivedAt))
  const open = current.filter(({ state }) => state === 'running' || state === 'paused')
  const wanted =
    cause.type === 'controller.settings_changed'
      ? newPromises(current, startClocks(request.controller, request.right as Right, story.receivedAt), story)
      : open.flatMap((before) => changeOf(before, story))
  const changes: Change[] = []
  for (const change of wanted) if (await giveWay(tx, change.before, cause.id, now)) changes.push(change)
  if (changes.length === 0) return 0
  const sealedReason = cause.sealedReason ?? null
  const rows = changes.map(({ after }) => ({ ...after, sealedReason }))
  await insertClocks(tx, owner, rows, cause.id)
  const clocks = changes.map(({ before, after }) => ({
    clockId: after.clockId,
    from: before?.state === 'running' ? before.dueAt.toISOString() : null,
    to: after.state === 'running' ? toIso(after.dueAt) : null,
  }))
  await record(tx, actor, { controllerId, requestId }, { type: 'clocks.changed', cause: cause.type, clocks }, now)
  await pointAtNextClock(tx, owner)
  await planMarks(tx, owner, now)
  return changes.length
}

/** While it waits, a clock shows the date it had. */
function changeOf(before: Clock, story: Story): Change[] {
  const clock = findClock(before.clockId)
  if (!clock) return []
  const { state, dueAt, boundary, startAt, dueLocalDate, conservativeDueAt, flags } = dateClock(before, story)
  const old = { dueAt: toInstant(before.dueAt), state: before.state }
  if ((state !== 'running' && state !== 'paused') || boundary === null || boundary === 'not_before') return []
  if (!isMoved(old, { dueAt, state })) return []
  const { clockId, kind, zone, calendar, contractDays, stopEvent } = before
  const after: NewClock = {
    ...{ clockId, zone, calendar, contractDays, stopEvent, boundary, startAt, conservativeDueAt, flags, state },
    kind: kind as StartedClock['kind'],
    dueAt: dueAt ?? old.dueAt,
    dueLocalDate: dueAt ? dueLocalDate : before.dueLocalDate,
  }
  return [{ before, after }]
}

/** Of what the new settings promise: what was not promised before, and what now comes earlier than before. */
function newPromises(current: readonly Clock[], started: readonly StartedClock[], story: Story): Change[] {
  return started.flatMap((promise): Change[] => {
    const before = current.find((clock) => isSameDuty(clock, promise))
    if (!before)
      return promise.stopEvent === 'acknowledged' ? [] : [{ before: null, after: { ...promise, state: 'running' } }]
    if (before.state !== 'running') return []
    const { dueAt, state, flags, ...dated } = dateClock(promise, story)
    if (dueAt === null || state !== 'running' || toDate(dueAt) >= before.dueAt) return []
    const { startAt, dueLocalDate, conservativeDueAt } = dated
    return [{ before, after: { ...promise, startAt, dueAt, dueLocalDate, conservativeDueAt, flags, state } }]
  })
}

/** The answer promised by contract is one duty, whichever of the contract's clocks counts it. */
const isSameDuty = (clock: Clock, promise: StartedClock): boolean =>
  clock.clockId === promise.clockId ||
  (clock.kind === 'contractual' && promise.kind === 'contractual' && clock.stopEvent === promise.stopEvent)

/** @returns false when the clock ended in the meantime */
async function giveWay(tx: Tx, before: Clock | null, supersededBy: string, now: Temporal.Instant): Promise<boolean> {
  if (!before) return true
  const { count } = await tx.clock.updateMany({
    where: { id: before.id, state: before.state },
    data: { state: 'superseded', supersededBy, endedAt: toDate(now) },
  })
  return count > 0
}
