import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { move, type Status } from './request.ts'

export const CODE_MINUTES = 10
export const MOST_TRIES = 5
export const COOL_DOWN_SECONDS = 60
export const MOST_CODES_PER_HOUR = 5

/** What a person types: six digits, with any spaces or hyphens a mail program put between them. */
export const CodeEntry = z
  .string('missing')
  .max(40, 'not_a_code')
  .transform((typed) => typed.replace(/[\s\u2010-\u2015-]/g, ''))
  .pipe(z.string().regex(/^[0-9]{6}$/, 'not_a_code'))

export type CodePurpose = 'verify' | 'status' | 'download'

/** One code a minute and five an hour, whoever asks. @param sent when codes were sent in the last hour, in any order */
export function mayAskCode(sent: readonly Temporal.Instant[], now: Temporal.Instant): boolean {
  const after = (limit: Temporal.Instant) => sent.filter((at) => Temporal.Instant.compare(at, limit) > 0).length
  return (
    after(now.subtract({ seconds: COOL_DOWN_SECONDS })) === 0 && after(now.subtract({ hours: 1 })) < MOST_CODES_PER_HOUR
  )
}

/** The first accepted code proves control of the contact, also of a request that lapsed; after that it only opens the page. */
export const purposeOf = (status: Status, verified: boolean): 'verify' | 'status' =>
  !verified && (status === 'lapsed' || move(status, 'prove_identity').ok) ? 'verify' : 'status'
