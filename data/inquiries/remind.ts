import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toDate, toInstant } from '#data/instant.ts'
import { record } from '#data/record.ts'
import type { Actor } from '#domain/actor.ts'
import { REMINDERS, type ReminderMark } from '#domain/manual-task.ts'
import type { Inquiry, Request } from '#prisma/generated/client.ts'
import { renewLink } from './link.ts'

export const REMIND_INQUIRY = 'remind_inquiry'

const instantOf = ({ askedAt, dueAt }: Inquiry, mark: ReminderMark): Temporal.Instant =>
  toInstant(new Date(askedAt.getTime() + (dueAt.getTime() - askedAt.getTime()) * REMINDERS[mark]))

/** When whoever was asked hears of it again. */
export async function planReminders(tx: Tx, inquiry: Inquiry): Promise<void> {
  const { controllerId, requestId } = inquiry
  const marks = Object.keys(REMINDERS) as ReminderMark[]
  await tx.timer.createMany({
    data: marks.map((mark) => ({
      controllerId,
      requestId,
      kind: REMIND_INQUIRY,
      dueAt: toDate(instantOf(inquiry, mark)),
    })),
  })
}

/**
 * Reminds of each open question of a request once for every mark that has passed; of several at once only of the last.
 * The request is locked by the caller.
 */
export async function remindInquiries(tx: Tx, actor: Actor, request: Request, now: Temporal.Instant): Promise<void> {
  const { controllerId, id: requestId } = request
  const open = await tx.inquiry.findMany({ where: { requestId, state: 'asked', kind: 'manual' } })
  for (const inquiry of open) {
    const passed = (Object.keys(REMINDERS) as ReminderMark[]).filter(
      (mark) => instantOf(inquiry, mark).epochMilliseconds <= now.epochMilliseconds,
    )
    const mark = passed.at(-1)
    if (!mark) continue
    const told = await tx.event.count({
      where: {
        requestId,
        type: 'inquiry.reminded',
        AND: [{ data: { path: ['inquiryId'], equals: inquiry.id } }, { data: { path: ['mark'], equals: mark } }],
      },
    })
    if (told > 0) continue
    if (inquiry.sealedContact) await renewLink(tx, inquiry.id)
    await record(tx, actor, { controllerId, requestId }, { type: 'inquiry.reminded', inquiryId: inquiry.id, mark }, now)
  }
}
