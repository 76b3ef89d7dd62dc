import { findUnsentCode, forgetSentCode } from '#data/codes/find-unsent.ts'
import { recordNotice } from '#data/notices/record.ts'
import { transportName, transportRegion } from '#emails/send.ts'
import type { EventJob } from './define.ts'
import { notifyOn } from './notify.ts'

const MINUTES = 10

const mail = notifyOn('code.asked', 'code', async ({ controller, data }, now) => {
  const actor = { kind: 'system', controllerId: controller.id, job: 'mail-code' } as const
  const unsent = await findUnsentCode(actor, data, now)
  return unsent && { ...unsent, minutes: MINUTES }
})

/** A worker that died between mailing and noting it may come back to a code that was used: it was sent all the same. */
export const mailCode = {
  ...mail,
  async run(payload, context) {
    await mail.run(payload, context)
    const { controllerId, requestId, eventId } = payload
    const actor = { kind: 'system', controllerId, job: 'mail-code' } as const
    const { used } = await forgetSentCode(actor, eventId)
    const sent = { kind: 'code', transport: transportName(), region: transportRegion() }
    if (used && requestId) await recordNotice(actor, { requestId, eventId, ...sent }, context.now())
  },
} satisfies EventJob
