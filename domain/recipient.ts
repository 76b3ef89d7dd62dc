import { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import { EmailAddress } from './contact.ts'
import { REGIONS } from './region.ts'
import { line, plainText } from './text.ts'

/** Whoever got the data: by order of the controller, by order of such a processor, or for purposes of their own. */
export const RECIPIENT_KINDS = ['processor', 'sub_processor', 'recipient'] as const
export type RecipientKind = (typeof RECIPIENT_KINDS)[number]

export const RECIPIENT_ANSWERS = ['done', 'partly', 'refused'] as const
export type RecipientAnswer = (typeof RECIPIENT_ANSWERS)[number]

const said = (text: string) => text.length > 0

const Facts = z.strictObject({
  name: line(200).refine(said, 'unnamed'),
  kind: z.enum(RECIPIENT_KINDS, 'choose_one'),
  contact: z.string('missing').min(1, 'missing').pipe(EmailAddress),
  region: z.enum(REGIONS, 'choose_one'),
  receives: plainText(500).refine(said, 'missing'),
  /** what protects data that go abroad; null: nothing is recorded */
  safeguards: plainText(500)
    .transform((text) => text || null)
    .nullish()
    .transform((text) => text ?? null),
  /** ids of sources; none: it gets data from every one */
  sources: z.array(z.uuid()).max(200),
})
export type RecipientFacts = z.infer<typeof Facts>

/** Each source is a field of its own, because a form may send a field only once. */
const SOURCE_FIELD = 'source-'
export const sourceField = (sourceId: string): string => `${SOURCE_FIELD}${sourceId}`

const gatherSources = (given: unknown): unknown => {
  const fields = Object.entries(given ?? {})
  const isSource = ([name]: [string, unknown]) => name.startsWith(SOURCE_FIELD)
  const sources = fields
    .filter((field) => isSource(field) && field[1] === 'on')
    .map(([name]) => name.slice(SOURCE_FIELD.length))
  return { ...Object.fromEntries(fields.filter((field) => !isSource(field))), sources }
}

const version = z.coerce.number().int().min(1)

export const NewRecipient = z.preprocess(gatherSources, Facts.extend({ controllerId: z.uuid('choose_one') }))
export type NewRecipient = z.infer<typeof NewRecipient>

export const ChangedRecipient = z.preprocess(gatherSources, Facts.extend({ recipientId: z.uuid(), version }))
export type ChangedRecipient = z.infer<typeof ChangedRecipient>

export const EndedRecipient = z.strictObject({ recipientId: z.uuid(), version })
export type EndedRecipient = z.infer<typeof EndedRecipient>

/** What a recipient answered to one instruction, and on which day (in the controller's zone). */
export const AnswerOfRecipient = z.strictObject({
  reference: z.string().max(20),
  recipientId: z.uuid(),
  answer: z.enum(RECIPIENT_ANSWERS, 'choose_one'),
  answeredOn: z.iso.date('not_a_date'),
})
export type AnswerOfRecipient = z.infer<typeof AnswerOfRecipient>

/**
 * When an answer counts as given: with the beginning of the day it is dated, or with the instruction of that day.
 * @returns null for a day before the instruction, or one that has not begun
 */
export function answerInstant(
  day: Temporal.PlainDate,
  instructedAt: Temporal.Instant,
  zone: string,
  now: Temporal.Instant,
): Temporal.Instant | null {
  const instructedOn = instructedAt.toZonedDateTimeISO(zone).toPlainDate()
  const today = now.toZonedDateTimeISO(zone).toPlainDate()
  const [before, after] = [instructedOn, today].map((other) => Temporal.PlainDate.compare(day, other))
  if (before === -1 || after === 1) return null
  return before === 0 ? instructedAt : day.toZonedDateTime(zone).toInstant()
}
