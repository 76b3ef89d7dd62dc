import { findUnsentCode } from '#data/codes/find-unsent.ts'
import { notifyOn } from './notify.ts'

const MINUTES = 10

export const mailCode = notifyOn('code.asked', 'code', async ({ controller, data }) => {
  const actor = { kind: 'system', controllerId: controller.id, job: 'mail-code' } as const
  const unsent = await findUnsentCode(actor, data, new Date())
  return unsent && { ...unsent, minutes: MINUTES }
})
