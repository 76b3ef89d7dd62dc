import { findUnsentCode, forgetSentCode } from '#data/codes/find-unsent.ts'
import type { EventJob } from './define.ts'
import { notifyOn } from './notify.ts'

const MINUTES = 10

const mail = notifyOn('code.asked', 'code', async ({ controller, data }) => {
  const actor = { kind: 'system', controllerId: controller.id, job: 'mail-code' } as const
  const unsent = await findUnsentCode(actor, data, new Date())
  return unsent && { ...unsent, minutes: MINUTES }
})

export const mailCode = {
  ...mail,
  async run(payload, context) {
    await mail.run(payload, context)
    await forgetSentCode({ kind: 'system', controllerId: payload.controllerId, job: 'mail-code' }, payload.eventId)
  },
} satisfies EventJob
