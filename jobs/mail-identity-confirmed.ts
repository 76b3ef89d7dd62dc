import { deadlines, notifyOn, when } from './notify.ts'

export const mailIdentityConfirmed = notifyOn('identity.proved', 'identity-confirmed', (about) => ({
  right: about.right,
  confirmedAt: when(about.at, about),
  deadlines: deadlines(about),
}))
