import type { Temporal } from 'temporal-polyfill'
import { transact, withoutScope } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import { isOnTime } from '#domain/clock/period.ts'

export type DueClock = { id: string; controllerId: string; requestId: string }

export const clocksDue = (now: Temporal.Instant, most: number): Promise<DueClock[]> =>
  withoutScope(
    (tx) => tx.$queryRaw<DueClock[]>`
      select id, controller_id as "controllerId", request_id as "requestId"
      from hakku.clocks_due(${toDate(now)}::timestamptz, ${most}::int)`,
  )

/** A deadline passed while its duty was open. It is recorded once and never disappears. */
export const breachClock = ({ id, controllerId, requestId }: DueClock, now: Temporal.Instant): Promise<void> => {
  const actor = { kind: 'system', controllerId, job: 'sweep-clocks' } as const
  return transact(actor, async (tx) => {
    const clock = await tx.clock.findUniqueOrThrow({ where: { id } })
    if (isOnTime(clock.boundary as 'inclusive' | 'exclusive', toInstant(clock.dueAt), now)) return
    const { count } = await tx.clock.updateMany({
      where: { id, state: 'running' },
      data: { state: 'breached', endedAt: toDate(now) },
    })
    if (count === 0) return
    const { clockId, dueAt } = clock
    const event = { type: 'clock.breached', clockId, dueAt: dueAt.toISOString() } as const
    await record(tx, actor, { controllerId, requestId }, event, now)
  })
}
