import type { Temporal } from 'temporal-polyfill'
import { transact } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import type { Controller } from '#prisma/generated/client.ts'
import type { SentNotice } from './record.ts'

/** What a mail to the team about a deadline needs. Nothing of it is about the data subject. */
export type ClockWarning = {
  requestId: string
  reference: string
  assigneeId: string | null
  controller: Controller
  clock: { clockId: string; dueAt: Temporal.Instant; dueLocalDate: string | null }
  /** null: the deadline was missed */
  mark: string | null
  at: Temporal.Instant
  /** the `kind`s of notices that were handed over for this event */
  told: string[]
}

/** @returns null when there is nothing to warn of any more: the duty was done, or the date has moved */
export const findClockWarning = (
  actor: Actor,
  { eventId, requestId }: { eventId: string; requestId: string | null },
): Promise<ClockWarning | null> =>
  transact(actor, async (tx) => {
    if (!requestId) return null
    const event = await tx.event.findUniqueOrThrow({ where: { id: eventId } })
    const { clockId, dueAt, mark = null } = event.data as { clockId: string; dueAt: string; mark?: string }
    const request = await tx.request.findUniqueOrThrow({
      where: { id: requestId },
      include: {
        controller: true,
        clocks: { where: { clockId, dueAt, state: mark === null ? 'breached' : 'running' } },
      },
    })
    const [clock] = request.clocks
    if (!clock) return null
    const told = await tx.notice.findMany({ where: { eventId }, select: { kind: true } })
    const { reference, assigneeId, controller } = request
    return {
      requestId,
      reference,
      assigneeId,
      controller,
      clock: { clockId, dueAt: toInstant(clock.dueAt), dueLocalDate: clock.dueLocalDate },
      mark,
      at: toInstant(event.at),
      told: told.map(({ kind }) => kind),
    }
  })

/** Remembers that one of the team was told, so that a repeat after a crash tells nobody twice. */
export const recordStaffNotice = (actor: Actor, notice: SentNotice, now: Temporal.Instant): Promise<void> =>
  transact(actor, async (tx) => {
    const { controllerId } = actor
    const { requestId, transport, region } = notice
    const { count } = await tx.notice.createMany({
      data: [{ ...notice, controllerId, at: toDate(now) }],
      skipDuplicates: true,
    })
    if (count > 0)
      await record(
        tx,
        actor,
        { controllerId, requestId },
        { type: 'notice.sent', kind: 'clock-warning', transport, region },
        now,
      )
  })
