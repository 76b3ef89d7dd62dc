import { type ClockWarning, findClockWarning } from '#data/notices/staff.ts'
import { findWatchers } from '#data/users/find-watchers.ts'
import { isEscalation } from '#domain/clock/marks.ts'
import { describeClock, formatDueDate, formatInstant, type Locale } from '#domain/clock/wording.ts'
import { renderMail } from '#emails/render.ts'
import { defineJob } from './define.ts'
import { mailTeam } from './mail-team.ts'
import { pageUrl } from './notify.ts'

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
    const isEscalated = urgencyOf(warning.mark) !== 'near'
    const watchers = await findWatchers(controllerId, { assigneeId: warning.assigneeId, isEscalated })
    const readers = watchers.map(({ userId, ...reader }) => ({ ...reader, id: userId }))
    const about = { ...warning, template: 'clock-warning', eventId, readers } as const
    await mailTeam(about, ({ locale }) => mailIn(locale, warning), now)
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
