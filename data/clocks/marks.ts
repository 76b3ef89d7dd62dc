import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { nextMarkAt, reachedMark } from '#domain/clock/marks.ts'

type Owner = { controllerId: string; id: string }

export const MARK_CLOCKS = 'mark_clocks'

async function runningClocks(tx: Tx, { id }: Owner) {
  const running = await tx.clock.findMany({ where: { requestId: id, state: 'running' } })
  return running.map((clock) => ({ ...clock, startAt: toInstant(clock.startAt), dueAt: toInstant(clock.dueAt) }))
}

/**
 * Sets the request's one timer to the next mark of its running clocks. Called under the request's lock whenever a clock
 * moves or resumes.
 */
export async function planMarks(tx: Tx, owner: Owner, now: Temporal.Instant): Promise<void> {
  const { controllerId, id: requestId } = owner
  const waiting = { requestId, kind: MARK_CLOCKS, doneAt: null }
  // What is due but not told yet is not passed over: its timer stands, and plans the next itself.
  if ((await tx.timer.count({ where: { ...waiting, dueAt: { lte: toDate(now) } } })) > 0) return
  const next = nextMarkAt(await runningClocks(tx, owner), now)
  await tx.timer.updateMany({ where: waiting, data: { doneAt: toDate(now) } })
  if (next) await tx.timer.create({ data: { controllerId, requestId, kind: MARK_CLOCKS, dueAt: toDate(next) } })
}

/** Records each mark once for each date of its clock; the caller holds the request's lock. */
export async function markClocks(tx: Tx, actor: Actor, owner: Owner, now: Temporal.Instant): Promise<void> {
  const { controllerId, id: requestId } = owner
  const told = await tx.event.findMany({
    where: { controllerId, requestId, type: 'clock.neared' },
    select: { data: true },
  })
  const toldKeys = new Set(told.map(({ data }) => keyOf(data as Parameters<typeof keyOf>[0])))
  for (const clock of await runningClocks(tx, owner)) {
    const mark = reachedMark(clock, now)
    if (!mark) continue
    const fact = { clockId: clock.clockId, mark: mark.name, dueAt: toDate(clock.dueAt).toISOString() }
    if (!toldKeys.has(keyOf(fact)))
      await record(tx, actor, { controllerId, requestId }, { type: 'clock.neared', ...fact }, now)
  }
  await planMarks(tx, owner, now)
}

const keyOf = ({ clockId, mark, dueAt }: { clockId: string; mark: string; dueAt: string }) =>
  `${clockId} ${mark} ${dueAt}`
