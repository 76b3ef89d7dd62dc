import { deadlines, notifyOn, when } from './notify.ts'

export const mailAcknowledgement = notifyOn('request.received', 'acknowledgement', (about) => ({
  right: about.right,
  receivedAt: when(about.receivedAt, about),
  deadlines: deadlines(about),
  isProved: about.isProved,
}))
