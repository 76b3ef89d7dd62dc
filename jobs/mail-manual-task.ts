import { findPersonNotice, type PersonNotice } from '#data/inquiries/find-person-notice.ts'
import { recordStaffNotice } from '#data/notices/staff.ts'
import { formatInstant, type Locale } from '#domain/clock/wording.ts'
import { renderMail } from '#emails/render.ts'
import { sendMail } from '#emails/send.ts'
import { defineJob } from './define.ts'
import { pageUrl, refuseForeignTransport } from './notify.ts'

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
    const { requestId, told } = notice
    for (const { id, email, locale, path } of notice.readers) {
      const kind = `manual-task.${id}`
      if (told.includes(kind)) continue
      refuseForeignTransport(notice.controller)
      const mail = await mailIn(locale, notice, path)
      const sent = await sendMail({ ...mail, to: email, key: `manual-task.${eventId}.${id}` })
      await recordStaffNotice(actor, { requestId, eventId, kind, ...sent }, now())
    }
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
