import { type ClockWarning, findClockWarning, recordStaffNotice } from '#data/notices/staff.ts'
import { findWatchers } from '#data/users/find-watchers.ts'
import { isEscalation } from '#domain/clock/marks.ts'
import { describeClock, formatDueDate, formatInstant, type Locale } from '#domain/clock/wording.ts'
import { renderMail } from '#emails/render.ts'
import { sendMail } from '#emails/send.ts'
import { defineJob } from './define.ts'
import { pageUrl, refuseForeignTransport } from './notify.ts'

const NAME = 'mail-clock-warning'

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
    const { requestId, assigneeId, controller, mark, told } = warning
    const urgency = urgencyOf(mark)
    const watchers = await findWatchers(controllerId, { assigneeId, isEscalated: urgency !== 'near' })
    const untold = watchers.filter(({ userId }) => !told.includes(kindFor(userId)))
    if (untold.length === 0) return
    refuseForeignTransport(controller)
    const mails = { id: await mailIn('id', warning), en: await mailIn('en', warning) }
    for (const { userId, email, locale } of untold) {
      const sent = await sendMail({ ...mails[locale], to: email, key: `clock-warning.${eventId}.${userId}` })
      await recordStaffNotice(actor, { requestId, eventId, kind: kindFor(userId), ...sent }, now())
    }
  },
})

function mailIn(locale: Locale, { reference, controller, clock, mark, at }: ClockWarning) {
  const { label, cite } = describeClock(clock.clockId, locale)
  const when = clock.dueLocalDate
    ? formatDueDate(clock.dueLocalDate, locale)
    : formatInstant(clock.dueAt, controller.zone, locale)
  return renderMail({
    template: 'clock-warning',
    locale,
    props: {
      controller,
      reference,
      portalUrl: pageUrl(`/desk/requests/${reference}`),
      date: formatInstant(at, controller.zone, locale),
      urgency: urgencyOf(mark),
      deadlines: [{ when, what: label, cite }],
    },
  })
}

const kindFor = (userId: string) => `clock-warning.${userId}`
