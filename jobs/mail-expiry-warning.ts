import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { notifyOn, when } from './notify.ts'

const Expiring = z.object({ expiresAt: z.iso.datetime() })

export const mailExpiryWarning = notifyOn('package.expiring', 'expiry-warning', (about) => ({
  endsAt: when(Temporal.Instant.from(Expiring.parse(about.data).expiresAt), about),
}))
