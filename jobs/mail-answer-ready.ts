import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { notifyOn, when } from './notify.ts'

const Built = z.object({ expiresAt: z.iso.datetime() })

export const mailAnswerReady = notifyOn('package.built', 'answer-ready', (about) => ({
  right: about.right === 'portability' ? ('portability' as const) : ('access' as const),
  readyAt: when(about.at, about),
  expiresAt: when(Temporal.Instant.from(Built.parse(about.data).expiresAt), about),
}))
