import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact, withoutScope } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { breachCause } from '#domain/clock/breach-cause.ts'
import { isOnTime } from '#domain/clock/period.ts'
import type { Status } from '#domain/request.ts'
import type { Clock } from '#prisma/generated/client.ts'

export type DueClock = { id: string; controllerId: string; requestId: string }

export const clocksDue = (now: Temporal.Instant, most: number): Promise<DueClock[]> =>
  withoutScope(
    (tx) => tx.$queryRaw<DueClock[]>`
      select id, controller_id as "controllerId", request_id as "requestId"
      from hakku.clocks_due(${toDate(now)}::timestamptz, ${most}::int)`,
  )

/** A deadline passed while its duty was open. It is recorded once, with who had the ball, and never disappears. */
export const breachClock = ({ id, controllerId }: DueClock, now: Temporal.Instant): Promise<void> => {
  const actor = { kind: 'system', controllerId, job: 'sweep-clocks' } as const
  return transact(actor, async (tx) => {
    const clock = await tx.clock.findUniqueOrThrow({ where: { id } })
    if (!wasInTime(clock, now)) await recordBreach(tx, actor, clock, now)
  })
}

export const wasInTime = ({ boundary, dueAt }: Pick<Clock, 'boundary' | 'dueAt'>, at: Temporal.Instant): boolean =>
  isOnTime(boundary as 'inclusive' | 'exclusive', toInstant(dueAt), at)

/** Does nothing when the clock has ended, waits or gave way in the meantime. */
export async function recordBreach(tx: Tx, actor: Actor, clock: Clock, now: Temporal.Instant): Promise<void> {
  const { id, clockId, dueAt, controllerId, requestId } = clock
  const cause = await findCause(tx, clock)
  const { count } = await tx.clock.updateMany({
    where: { id, state: 'running' },
    data: { state: 'breached', endedAt: toDate(now), breachCause: cause },
  })
  if (count === 0) return
  const event = { type: 'clock.breached', clockId, dueAt: dueAt.toISOString(), cause } as const
  await record(tx, actor, { controllerId, requestId }, event, now)
}

/** Records what no sweep has seen yet, so that a date that was missed never gives way. The caller holds the request's lock. */
export async function breachOverdue(tx: Tx, actor: Actor, requestId: string, now: Temporal.Instant): Promise<void> {
  const due = await tx.clock.findMany({ where: { requestId, state: 'running', dueAt: { lte: toDate(now) } } })
  for (const clock of due) if (!wasInTime(clock, now)) await recordBreach(tx, actor, clock, now)
}

async function findCause(tx: Tx, { requestId, stopEvent, dueAt }: Clock) {
  const request = await tx.request.findUniqueOrThrow({
    where: { id: requestId },
    select: {
      status: true,
      verifiedAt: true,
      questions: {
        where: { askedAt: { lte: dueAt }, OR: [{ answeredAt: null }, { answeredAt: { gt: dueAt } }] },
        select: { id: true },
        take: 1,
      },
      tasks: { where: { state: 'failed' }, select: { id: true }, take: 1 },
    },
  })
  return breachCause(stopEvent, {
    status: request.status as Status,
    isVerified: request.verifiedAt !== null,
    hasOpenQuestion: request.questions.length > 0,
    hasFailedTask: request.tasks.length > 0,
  })
}
