import { z } from 'zod'
import type { Env } from '#env'

const LONGEST_BODY = 500_000

/**
 * One mail to exactly one person. `key` names the mail for ever (letters, digits, `.`, `_`, `-`): the same key is the
 * same mail. `messageId` replaces the Message-ID that SMTP derives from the key.
 */
export const Mail = z.strictObject({
  to: z.email().max(254),
  subject: z
    .string()
    .min(1)
    .max(200)
    .regex(/^\P{Cc}+$/u, 'one line without control characters'),
  html: z.string().min(1).max(LONGEST_BODY),
  text: z.string().min(1).max(LONGEST_BODY),
  key: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, 'letters, digits, dots, hyphens and underscores'),
  messageId: z
    .string()
    .max(255)
    .regex(/^<[\w.+-]+@[\w.-]+>$/, 'a Message-ID such as <a.b@example.id>')
    .optional(),
})
export type Mail = z.infer<typeof Mail>

export type TransportName = 'resend' | 'smtp' | 'local'

/** A way out: the country where it keeps what it is given, and the hand-over itself (throws when it fails). */
export type Transport = {
  region: (settings: Env) => string
  deliver: (mail: Mail, settings: Env) => Promise<void>
}

export const TRANSPORT_TIMEOUT_MS = 15_000

/** Tells autoresponders not to answer (RFC 3834). */
export const AUTOMATIC = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' }
