import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import type { Collection, Field } from './dataset/dataset.ts'
import type { Right, Status } from './request.ts'
import { ok, type Result, refuse } from './result.ts'
import { plainText, sentence } from './text.ts'

export const MOST_CORRECTIONS = 50

/** Why a value is not replaced and a note says instead what the person disputes (PP 33/2026 art. 71(4)). */
export const NOTE_REASONS = ['not_rectifiable', 'not_writable', 'original_required', 'disputed'] as const
export type NoteReason = (typeof NOTE_REASONS)[number]

export const WAYS = ['replace', 'note'] as const
export type Way = (typeof WAYS)[number]

/**
 * What a form proposes for one field. `statement`: on what evidence it is replaced, or what the note is to say.
 * `confirmation`: why it may be changed although the row is another person's too.
 */
export const CorrectionWords = z.strictObject({
  way: z.enum(WAYS, 'choose_one'),
  to: plainText(4_000).optional(),
  empty: z.literal('yes').optional(),
  // A form's list of reasons sends nothing chosen as an empty text.
  noteReason: z.preprocess((given) => given || undefined, z.enum(NOTE_REASONS, 'choose_one').optional()),
  statement: sentence(2_000),
  confirmation: plainText(500).optional(),
})
export type CorrectionWords = z.infer<typeof CorrectionWords>

/** What is sealed of a correction. `write`: what the source is to hold; null: nothing is written to it. */
export const SealedCorrection = z.strictObject({
  key: z.array(z.string()),
  value: z.json(),
  write: z.strictObject({ field: z.string(), from: z.json(), to: z.string().nullable() }).nullable(),
  statement: z.string(),
  confirmation: z.string().nullable(),
})
export type SealedCorrection = z.infer<typeof SealedCorrection>

/**
 * `gone`: no such row; `not_writable`: part of the key, generated, read-only or unknown; `altered`: the source takes
 * the value but stores another one (rounded, or rewritten by a trigger).
 */
export const CHANGE_PROBLEMS = [
  'gone',
  'changed_meanwhile',
  'not_writable',
  'wrong_type',
  'too_long',
  'not_null',
  'not_unique',
  'constraint',
  'altered',
  'permission',
] as const

export type CorrectionState = 'proposed' | 'fits' | 'unfit' | 'done'

export const mayCorrect = (
  actor: Actor,
  request: { controllerId: string; right: Right; status: Status },
): Result<null, 'not_allowed' | 'not_in_review'> => {
  if (!may(actor, 'work_request', request.controllerId) || !may(actor, 'open_personal_data', request.controllerId))
    return refuse('not_allowed')
  return request.right === 'rectification' && request.status === 'reviewing' ? ok(null) : refuse('not_in_review')
}

type Row = {
  key: readonly string[]
  values: Readonly<Record<string, unknown>>
  shared: boolean
  thirdParty: boolean
}
export type CorrectionRefusal =
  | 'not_rectifiable'
  | 'say_new_value'
  | 'say_why_note'
  | 'same_value'
  | 'confirm_others_row'

/** Whether a field may be replaced: the map says so, and the value can be addressed. */
export const isReplaceable = (field: Field, key: readonly string[]): boolean =>
  field.rectifiable && !field.readOnly && key.length > 0

/** What is to be written, if anything, and under which words. Rows that are another person's too need a reason. */
export function decideCorrection(
  collection: Collection,
  field: Field,
  row: Row,
  { way, to, empty, noteReason, statement, confirmation }: CorrectionWords,
  stamp: string,
): Result<SealedCorrection, CorrectionRefusal> {
  if ((row.shared || row.thirdParty) && (confirmation ?? '').length < 10) return refuse('confirm_others_row')
  const value = json(row.values[field.name])
  const common = { key: [...row.key], value, statement, confirmation: confirmation || null }
  if (way === 'note') {
    if (!noteReason) return refuse('say_why_note')
    return ok({ ...common, write: noteIn(collection, row, `${stamp}: ${statement}`) })
  }
  if (!isReplaceable(field, row.key)) return refuse('not_rectifiable')
  if (empty !== 'yes' && !to) return refuse('say_new_value')
  const text = empty === 'yes' ? null : (to ?? null)
  if (text === asTyped(value)) return refuse('same_value')
  return ok({ ...common, write: { field: field.name, from: value, to: text } })
}

/** The note joins what the row's note field already says. */
function noteIn(collection: Collection, row: Row, text: string): SealedCorrection['write'] {
  if (collection.note === null || row.key.length === 0) return null
  const from = json(row.values[collection.note])
  return { field: collection.note, from, to: typeof from === 'string' && from !== '' ? `${from}\n${text}` : text }
}

/** A value in the form in which a person types it. */
export const asTyped = (value: unknown): string | null =>
  value === null ? null : typeof value === 'string' ? value : JSON.stringify(value)

const json = (value: unknown) => z.json().parse(value ?? null)
