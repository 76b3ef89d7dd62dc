import { findPersonNotice, type PersonNotice } from '#data/inquiries/find-person-notice.ts'
import { formatInstant, type Locale } from '#domain/clock/wording.ts'
import { renderMail } from '#emails/render.ts'
import { defineJob } from './define.ts'
import { mailTeam } from './mail-team.ts'
import { pageUrl } from './notify.ts'

const NAME = 'mail-manual-task'

/**
 * Tells whoever was asked what to do and until when, and reminds them. The mail names no data subject; somebody outside
 * gets a link that opens once.
 */
export const mailManualTask = defineJob({
  name: NAME,
  on: ['source.asked', 'inquiry.reminded'],
  lane: 'swift',
  retry: { attempts: 8, delayMs: 1_000 },
  async run(payload, { now }) {
    const { controllerId, eventId } = payload
    const actor = { kind: 'system', controllerId, job: NAME } as const
    const notice = await findPersonNotice(actor, eventId)
    if (!notice) return
    await mailTeam(
      { ...notice, template: 'manual-task', eventId },
      ({ locale, path }) => mailIn(locale, notice, path),
      now,
    )
  },
})

const mailIn = (
  locale: Locale,
  { reference, controller, source, action, mark, dueAt, at }: PersonNotice,
  path: string,
) =>
  renderMail({
    template: 'manual-task',
    locale,
    props: {
      controller,
      reference,
      portalUrl: pageUrl(path),
      date: formatInstant(at, controller.zone, locale),
      source,
      action,
      isReminder: mark !== null && mark !== 'again',
      isOver: mark === 'over',
      dueAt: formatInstant(dueAt, controller.zone, locale),
    },
  })
