import { notifyOn, promises, when } from './notify.ts'

export const mailAcknowledgement = notifyOn('request.received', 'acknowledgement', (about, now) => ({
  right: about.right,
  receivedAt: when(about.receivedAt, about),
  promises: promises(about, now),
  isProved: about.isProved,
}))
