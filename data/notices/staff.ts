import type { Temporal } from 'temporal-polyfill'
import { type Tx, transact } from '#data/db.ts'
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
  /** the ids of those who were told of this event */
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
    const { reference, assigneeId, controller } = request
    return {
      requestId,
      reference,
      assigneeId,
      controller,
      clock: { clockId, dueAt: toInstant(clock.dueAt), dueLocalDate: clock.dueLocalDate },
      mark,
      at: toInstant(event.at),
      told: await toldOf(tx, eventId),
    }
  })

type StaffNotice = Omit<SentNotice, 'kind' | 'requestId'> & {
  template: string
  readerId: string
  requestId: string | null
}

/** Who was told of an event already: the ids of the readers of these mails. */
export const toldOf = async (tx: Tx, eventId: string): Promise<string[]> => {
  const told = await tx.notice.findMany({ where: { eventId }, select: { kind: true } })
  return told.map(({ kind }) => kind.slice(kind.indexOf('.') + 1))
}

/** Remembers that one of the team was told, so that a repeat after a crash tells nobody twice. */
export const recordStaffNotice = (
  actor: Actor,
  { template, readerId, requestId, ...sent }: StaffNotice,
  now: Temporal.Instant,
): Promise<void> =>
  transact(actor, async (tx) => {
    const { controllerId } = actor
    const { transport, region } = sent
    const { count } = await tx.notice.createMany({
      data: [{ ...sent, requestId, kind: `${template}.${readerId}`, controllerId, at: toDate(now) }],
      skipDuplicates: true,
    })
    const about = requestId === null ? { controllerId } : { controllerId, requestId }
    if (count > 0) await record(tx, actor, about, { type: 'notice.sent', kind: template, transport, region }, now)
  })
