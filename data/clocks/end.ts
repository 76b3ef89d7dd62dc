import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { bindingClock } from '#domain/clock/binding.ts'
import { recordBreach, wasInTime } from './breach.ts'

type Owner = { controllerId: string; id: string }
type Ending = {
  /** met: the duty was done; void: it fell away */
  as: 'met' | 'void'
  /** only these; all that are open when left out */
  only?: { clockId: string } | { stopEvent: string }
}

/**
 * Ends open clocks, records those that were met, and points the request at the next one to hit. A duty done after its
 * deadline was not met, even if no sweep has seen it yet.
 */
export async function endClocks(
  tx: Tx,
  actor: Actor,
  owner: Owner,
  { as, only }: Ending,
  now: Temporal.Instant,
): Promise<void> {
  // Locked: a date that changes at this very moment would leave a new clock running for ever.
  await tx.$queryRaw`select id::text from request where id = ${owner.id}::uuid for update`
  const open = await tx.clock.findMany({
    where: { requestId: owner.id, state: { in: ['running', 'paused'] }, ...only },
  })
  const about = { controllerId: owner.controllerId, requestId: owner.id }
  for (const clock of open) {
    if (clock.state === 'running' && !wasInTime(clock, now)) {
      await recordBreach(tx, actor, clock, now)
      continue
    }
    const { count } = await tx.clock.updateMany({
      where: { id: clock.id, state: clock.state },
      data: { state: as, endedAt: toDate(now) },
    })
    if (count > 0 && as === 'met') await record(tx, actor, about, { type: 'clock.met', clockId: clock.clockId }, now)
  }
  if (only) await pointAtNextClock(tx, owner)
  else await tx.request.updateMany({ where: { id: owner.id }, data: { nextDueAt: null, nextClockId: null } })
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
