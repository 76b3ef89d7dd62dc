import { notifyOn, when } from './notify.ts'

export const mailWithdrawn = notifyOn('request.withdrawn', 'withdrawn', (about) => ({
  right: about.right,
  withdrawnAt: when(about.at, about),
}))
