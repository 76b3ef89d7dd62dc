import { deadlines, notifyOn } from './notify.ts'

export const mailUnverifiedReminder = notifyOn('identity.reminded', 'unverified-reminder', (about) => ({
  right: about.right,
  deadlines: deadlines(about),
}))
