import { Resend } from 'resend'
import { AUTOMATIC, TRANSPORT_TIMEOUT_MS, type Transport } from '../mail.ts'

/** Resend keeps account data in the United States whatever the sending region; its idempotency keys live 24 h. */
export const resend: Transport = {
  region: () => 'US',
  async deliver({ to, subject, html, text, key, messageId }, settings) {
    const headers = messageId ? { ...AUTOMATIC, 'Message-ID': messageId } : AUTOMATIC
    const { error } = await new Resend(settings.RESEND_API_KEY).emails.send(
      { from: settings.MAIL_FROM, to, subject, html, text, headers },
      { idempotencyKey: key, signal: AbortSignal.timeout(TRANSPORT_TIMEOUT_MS) },
    )
    // Its message may quote the address, its name and status never do.
    if (error) throw new Error(`resend did not take mail ${key}: ${error.name} (${error.statusCode ?? 'no answer'})`)
  },
}
