import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { bindingClock } from '#domain/clock/binding.ts'

type Owner = { controllerId: string; id: string }
type Ending = {
  /** met: the duty was done; void: it fell away */
  as: 'met' | 'void'
  /** only the clock of this id; all that run when left out */
  clockId?: string
}

/** Ends running clocks, records those that were met, and points the request at the next one to hit. */
export async function endClocks(
  tx: Tx,
  actor: Actor,
  owner: Owner,
  { as, clockId }: Ending,
  now: Temporal.Instant,
): Promise<void> {
  const running = await tx.clock.findMany({
    where: { requestId: owner.id, state: 'running', ...(clockId ? { clockId } : {}) },
  })
  for (const clock of running) {
    const { count } = await tx.clock.updateMany({
      where: { id: clock.id, state: 'running' },
      data: { state: as, endedAt: toDate(now) },
    })
    if (count > 0 && as === 'met')
      await record(
        tx,
        actor,
        { controllerId: owner.controllerId, requestId: owner.id },
        { type: 'clock.met', clockId: clock.clockId },
        now,
      )
  }
  await pointAtNextClock(tx, owner)
}

/** The queue sorts by the binding clock; a breached one binds until the request ends. */
export async function pointAtNextClock(tx: Tx, owner: Owner): Promise<void> {
  const open = await tx.clock.findMany({ where: { requestId: owner.id, state: { in: ['running', 'breached'] } } })
  const next = bindingClock(
    open.map((clock) => ({
      ...clock,
      kind: clock.kind as 'statutory' | 'contractual' | 'internal',
      boundary: clock.boundary as 'inclusive' | 'exclusive',
      dueAt: toInstant(clock.dueAt),
    })),
  )
  await tx.request.updateMany({
    where: { id: owner.id },
    data: { nextDueAt: next ? toDate(next.dueAt) : null, nextClockId: next?.clockId ?? null },
  })
}
