import { z } from 'zod'
import { COUNTRIES } from './clock/residence.ts'
import { EmailAddress } from './contact.ts'
import { RIGHTS } from './request.ts'
import { ChosenPurposes } from './stop.ts'
import { line, plainText } from './text.ts'

export const LOCALES = ['id', 'en'] as const
export type Locale = (typeof LOCALES)[number]

export const REQUESTER_KINDS = ['subject', 'guardian', 'attorney'] as const
export type RequesterKind = (typeof REQUESTER_KINDS)[number]

// One schema a page: what a person answers on it, and nothing else.
export const RightAnswer = z.strictObject({ right: z.enum(RIGHTS, 'choose_one') })
export const RequesterAnswer = z.strictObject({ requesterKind: z.enum(REQUESTER_KINDS, 'choose_one') })
export const ContactAnswer = z.strictObject({
  email: z.string('missing').min(1, 'missing').pipe(EmailAddress),
  name: line(200).refine((name) => name.length > 0, 'missing'),
  otherIdentifier: line(200).optional(),
})
export const DetailsAnswer = z.strictObject({
  details: plainText(4_000).optional(),
  /** of a withdrawal of consent: what is withdrawn, where the controller lists it */
  purposes: ChosenPurposes.optional(),
  /** where the subject lives; empty for any other country, and for who does not say */
  country: z.enum(['', ...COUNTRIES], 'choose_one').optional(),
})

/**
 * A whole request as its requester states it. `email` is where the answer goes and what is proved by a code;
 * `otherIdentifier` is a claim for the team to read, never used to look anybody up.
 */
export const Filing = z.strictObject({
  ...RightAnswer.shape,
  ...RequesterAnswer.shape,
  ...ContactAnswer.shape,
  ...DetailsAnswer.shape,
})
export type Filing = z.infer<typeof Filing>

/** What is sealed under the request's key. */
export const RequestDetails = Filing.omit({ right: true, requesterKind: true, country: true })
export type RequestDetails = z.infer<typeof RequestDetails>
