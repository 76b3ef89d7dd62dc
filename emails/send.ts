import { type Env, env } from '#env'
import { log } from '#log'
import { Mail, type Transport, type TransportName } from './mail.ts'
import { local } from './transports/local.ts'
import { resend } from './transports/resend.ts'
import { smtp } from './transports/smtp.ts'

const TRANSPORTS: Record<TransportName, Transport> = { resend, smtp, local }

/** Resend before SMTP before the local outbox. */
export function transportName(settings: Env = env): TransportName {
  if (settings.RESEND_API_KEY) return 'resend'
  return settings.SMTP_URL ? 'smtp' : 'local'
}

/** Country where the chosen transport stores mail: ask before rendering, an ID-only controller's mail may not leave. */
export const transportRegion = (settings: Env = env): string => TRANSPORTS[transportName(settings)].region(settings)

/**
 * Hands one mail to the transport within 15 s. Safe to repeat with the same key and content.
 * @throws ZodError when the mail is malformed, Error without any personal data when the transport did not take it
 */
export async function sendMail(mail: Mail, settings: Env = env): Promise<{ transport: TransportName; region: string }> {
  const checked = Mail.parse(mail)
  const transport = transportName(settings)
  const region = transportRegion(settings)
  await TRANSPORTS[transport].deliver(checked, settings)
  log.info({ key: checked.key, transport, region }, 'mail handed over')
  return { transport, region }
}
