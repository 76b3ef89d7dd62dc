import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import { EmailAddress } from './contact.ts'
import { ignoresCase } from './dataset/identity.ts'
import { ok, type Result, refuse } from './result.ts'
import type { ReviewFacts } from './review.ts'
import { line } from './text.ts'

/** How the team made sure that an identifier is the subject's (EDPB guidelines 01/2022 §§ 69–78: proportionate, no copies kept). */
export const IDENTIFIER_PROOFS = ['own_record', 'second_channel', 'signed_in', 'document'] as const
export type IdentifierProof = (typeof IDENTIFIER_PROOFS)[number]

/** Each is asked of every source. */
export const MOST_IDENTIFIERS = 20

/** Labels that may be confirmed whatever the maps say: a source that answers for itself has no map of identities. */
export const COMMON_LABELS = ['email', 'phone_number'] as const

export const IdentifierForm = z
  .strictObject({
    reference: z.string(),
    label: z.string().min(1, 'choose_one').max(100),
    value: line(254).refine((value) => value.length > 0, 'missing'),
    proof: z.enum(IDENTIFIER_PROOFS, 'choose_one'),
  })
  .refine(({ label, value }) => !ignoresCase(label) || EmailAddress.safeParse(value).success, {
    ...{ path: ['value'], message: 'not_an_email' },
    // Whatever else is amiss, so that everything is said at once.
    when: ({ value }) => typeof Object(value).label === 'string',
  })
export type IdentifierForm = z.infer<typeof IdentifierForm>

export type IdentifierRefusal = 'not_allowed' | 'not_in_review' | 'already_submitted'

/**
 * Whether somebody of the team may say that another identifier is the subject's too: before anybody is asked to release
 * the answer, so that whoever releases it sees what the data were found by.
 */
export function decideIdentifier(actor: Actor, facts: ReviewFacts): Result<null, IdentifierRefusal> {
  const { controllerId, status, submittedBy } = facts
  if (!may(actor, 'work_request', controllerId) || !may(actor, 'open_personal_data', controllerId))
    return refuse('not_allowed')
  if (status !== 'collecting' && status !== 'reviewing') return refuse('not_in_review')
  return submittedBy ? refuse('already_submitted') : ok(null)
}

/** `0812•••••`: which one is meant, without telling it. */
export const maskIdentifier = (value: string): string =>
  `${value.slice(0, Math.min(4, Math.floor(value.length / 3)))}${'•'.repeat(5)}`
