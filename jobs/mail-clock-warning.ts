import { findClockWarning, recordStaffNotice } from '#data/notices/staff.ts'
import { findWatchers } from '#data/users/find-watchers.ts'
import { isEscalation } from '#domain/clock/marks.ts'
import { describeClock, formatDueDate, formatInstant } from '#domain/clock/wording.ts'
import { sendMail } from '#emails/send.ts'
import { renderMail } from '#emails/template.ts'
import { defineJob } from './define.ts'
import { pageUrl, refuseForeignTransport } from './notify.ts'

const NAME = 'mail-clock-warning'
// The desk's first language, until a member of staff can choose one.
const LOCALE = 'id'

const urgencyOf = (mark: string | null) => {
  if (mark === null) return 'missed'
  if (mark === 'alarm') return 'unacknowledged'
  return isEscalation(mark) ? 'escalated' : 'near'
}

/** Tells the team that a deadline comes near or was missed, each of them once. The mail names no data subject. */
export const mailClockWarning = defineJob({
  name: NAME,
  on: ['clock.neared', 'clock.breached'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 1_000 },
  async run(payload, { now }) {
    const { controllerId, eventId } = payload
    const actor = { kind: 'system', controllerId, job: NAME } as const
    const warning = await findClockWarning(actor, payload)
    if (!warning) return
    const { requestId, reference, assigneeId, controller, clock, mark, at, told } = warning
    const urgency = urgencyOf(mark)
    const watchers = await findWatchers(controllerId, { assigneeId, isEscalated: urgency !== 'near' })
    const untold = watchers.filter(({ userId }) => !told.includes(kindFor(userId)))
    if (untold.length === 0) return
    refuseForeignTransport(controller)
    const { label, cite } = describeClock(clock.clockId, LOCALE)
    const due = clock.dueLocalDate
      ? formatDueDate(clock.dueLocalDate, LOCALE)
      : formatInstant(clock.dueAt, controller.zone, LOCALE)
    const mail = await renderMail({
      template: 'clock-warning',
      locale: LOCALE,
      props: {
        controller,
        reference,
        portalUrl: pageUrl(`/desk/requests/${reference}`),
        date: formatInstant(at, controller.zone, LOCALE),
        urgency,
        deadlines: [{ when: due, what: label, cite }],
      },
    })
    for (const { userId, email } of untold) {
      const sent = await sendMail({ ...mail, to: email, key: `clock-warning.${eventId}.${userId}` })
      await recordStaffNotice(actor, { requestId, eventId, kind: kindFor(userId), ...sent }, now())
    }
  },
})

const kindFor = (userId: string) => `clock-warning.${userId}`
