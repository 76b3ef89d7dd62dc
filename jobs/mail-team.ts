import type { Temporal } from 'temporal-polyfill'
import { recordStaffNotice } from '#data/notices/staff.ts'
import type { Locale } from '#domain/clock/wording.ts'
import { sendMail } from '#emails/send.ts'
import type { RenderedMail, TemplateName } from '#emails/template.ts'
import { refuseForeignTransport } from './notify.ts'

type Reader = { id: string; email: string; locale: Locale }
type About<R extends Reader> = {
  template: TemplateName
  eventId: string
  /** null: it is about no request */
  requestId: string | null
  controller: { id: string; foreignMail: boolean }
  readers: readonly R[]
  /** the ids of those who were told before */
  told: readonly string[]
}

/** Mails everybody who was not told of this event yet, each once. A repeat after a crash is the same mail to the transport. */
export async function mailTeam<R extends Reader>(
  { template, eventId, requestId, controller, readers, told }: About<R>,
  mailFor: (reader: R) => Promise<RenderedMail>,
  now: () => Temporal.Instant,
): Promise<void> {
  const untold = readers.filter(({ id }) => !told.includes(id))
  if (untold.length === 0) return
  refuseForeignTransport(controller)
  const actor = { kind: 'system', controllerId: controller.id, job: `mail-${template}` } as const
  for (const reader of untold) {
    const mail = await mailFor(reader)
    const sent = await sendMail({ ...mail, to: reader.email, key: `${template}.${eventId}.${reader.id}` })
    await recordStaffNotice(actor, { template, readerId: reader.id, requestId, eventId, ...sent }, now())
  }
}
