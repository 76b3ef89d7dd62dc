import { notifyOn, promises } from './notify.ts'

export const mailUnverifiedReminder = notifyOn('identity.reminded', 'unverified-reminder', (about, now) => ({
  right: about.right,
  promises: promises(about, now),
}))
