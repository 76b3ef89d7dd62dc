import nodemailer from 'nodemailer'
import { AUTOMATIC, TRANSPORT_TIMEOUT_MS, type Transport } from '../mail.ts'

const timeouts = {
  connectionTimeout: TRANSPORT_TIMEOUT_MS,
  greetingTimeout: TRANSPORT_TIMEOUT_MS,
  socketTimeout: TRANSPORT_TIMEOUT_MS,
  dnsTimeout: TRANSPORT_TIMEOUT_MS,
}

const isLoopback = (url: URL): boolean => ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
const senderDomain = (from: string): string => /@([\w.-]+)>?\s*$/.exec(from)?.[1] ?? 'localhost'

/** Only codes reach the error: a server's words often quote the address. */
const codes = (fault: unknown): string =>
  ['code', 'responseCode', 'command']
    .map((name) => (fault instanceof Error ? Reflect.get(fault, name) : undefined))
    .filter((value) => typeof value === 'number' || (typeof value === 'string' && /^[A-Z ]{1,30}$/.test(value)))
    .join(' ')

/**
 * Any SMTP relay. TLS is required except on loopback; `SMTP_URL=…?requireTLS=false` waives that for a relay on a
 * trusted network. The Message-ID is the key, so a relay or mailbox can recognise a repeated hand-over.
 */
export const smtp: Transport = {
  region: (settings) => settings.MAIL_REGION,
  async deliver({ to, subject, html, text, key, messageId }, settings) {
    const url = new URL(settings.SMTP_URL ?? 'smtp://localhost')
    const transporter = nodemailer.createTransport({ requireTLS: !isLoopback(url), ...timeouts, url: url.href })
    const message = {
      from: settings.MAIL_FROM,
      to: { name: '', address: to },
      subject,
      html,
      text,
      messageId: messageId ?? `<${key}@${senderDomain(settings.MAIL_FROM)}>`,
      headers: AUTOMATIC,
      disableFileAccess: true,
      disableUrlAccess: true,
      signal: AbortSignal.timeout(TRANSPORT_TIMEOUT_MS),
    }
    try {
      await transporter.sendMail(message)
    } catch (fault) {
      throw new Error(`smtp did not take mail ${key}: ${codes(fault)}`)
    } finally {
      transporter.close()
    }
  },
}
