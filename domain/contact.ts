import { z } from 'zod'

/** An e-mail address as sources and indexes compare it: lower case, at most 254 characters (RFC 5321). */
export const EmailAddress = z
  .string()
  .max(254, 'too_long')
  .transform((text) => text.normalize('NFC').trim().toLowerCase())
  .pipe(z.email('not_an_email'))

/** `s•••@e••••••.id`: enough to recognise one's own address, too little to learn another's. */
export function maskEmail(address: string): string {
  const [local = '', domain = ''] = address.split('@')
  const [host = '', ...rest] = domain.split('.')
  const mask = (text: string) => text.slice(0, 1) + '•'.repeat(Math.min(Math.max(text.length - 1, 2), 6))
  return `${mask(local)}@${mask(host)}${rest.length ? `.${rest.join('.')}` : ''}`
}

/** `S•••• W•••••••`: first letters only. */
export const maskName = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word.slice(0, 1) + '•'.repeat(Math.min(Math.max([...word].length - 1, 2), 6)))
    .join(' ')
