import { notifyOn, promises, when } from './notify.ts'

export const mailIdentityConfirmed = notifyOn('identity.proved', 'identity-confirmed', (about, now) => ({
  right: about.right,
  confirmedAt: when(about.at, about),
  promises: promises(about, now),
}))
