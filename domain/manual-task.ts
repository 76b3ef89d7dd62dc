import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import type { ChangeStatement } from './change-statement.ts'
import { type AnsweredBatch, STATED_REASONS, type Statement } from './inquiry.ts'
import { ok, type Result, refuse } from './result.ts'

/** What a person holds has no tables: it is one collection, a line each. */
export const RECORDS = 'records'
export const MOST_DOCUMENTS = 20

const Count = z.union([z.literal('').transform(() => 0), z.coerce.number().int('invalid').min(0).max(1_000_000)])

/** where was looked, what was done, and how anybody could check it */
const note = z.string().trim().min(10, 'too_short').max(4_000, 'too_long')

/** What a person says of a task: what was found or done, and how they know. */
export const ManualAnswer = z.strictObject({
  inquiryId: z.uuid(),
  result: z.enum(['held', 'nothing', 'done', 'partly', 'refused'], 'choose'),
  /** what is held, one record a line */
  items: z.string().max(20_000, 'too_long').default(''),
  erased: Count.default(0),
  kept: Count.default(0),
  basis: z.string().trim().max(200, 'too_long').default(''),
  until: z.union([z.literal(''), z.iso.date('bad_date')]).default(''),
  reason: z.union([z.literal(''), z.enum(STATED_REASONS)]).default(''),
  note,
})
export type ManualAnswer = z.infer<typeof ManualAnswer>

const CHANGE = /^change-(.+)$/
export const changeField = (correctionId: string): string => `change-${correctionId}`

/** What a person says of each correction that they were asked for: made, or why not. `change-<id>=done`. */
export const ManualChanges = z
  .object({ inquiryId: z.uuid(), note })
  .catchall(z.enum(['made', ...STATED_REASONS], 'choose_one'))
  .transform(({ inquiryId, note, ...given }) => ({
    inquiryId,
    note,
    answers: new Map(Object.entries(given).map(([name, answer]) => [CHANGE.exec(name)?.[1] ?? '', answer])),
  }))
export type ManualChanges = z.infer<typeof ManualChanges>

export type Held = { id: string; name: string; mediaType: string; bytes: number }

/** The named person, anybody of the team who may work on requests, or the outsider whose link it was. */
export const mayAnswer = (actor: Actor, inquiry: { id: string; controllerId: string }): boolean =>
  actor.kind === 'respondent' ? actor.inquiryId === inquiry.id : may(actor, 'work_request', inquiry.controllerId)

export type AnswerRefusal =
  | 'wrong_result'
  | 'items_missing'
  | 'reason_missing'
  | 'basis_missing'
  | 'until_missing'
  | 'until_past'

/** What is held as rows: each line that was written, and each document that was added. */
export function heldRows(
  { result, items }: ManualAnswer,
  documents: readonly Held[],
): Result<AnsweredBatch[], AnswerRefusal> {
  const lines = items
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(Boolean)
  if (result === 'nothing') return lines.length + documents.length > 0 ? refuse('wrong_result') : ok([])
  if (result !== 'held') return refuse('wrong_result')
  const rows = [
    ...lines.map((record) => ({ record, document: null, name: null })),
    ...documents.map(({ id, name }) => ({ record: null, document: id, name })),
  ]
  return rows.length > 0 ? ok([{ collection: RECORDS, rows }]) : refuse('items_missing')
}

/**
 * What was done, as any answering source states it.
 * @param today the controller's local day: what is kept must be kept until later
 */
export function statementOf(
  { result, erased, kept, basis, until, reason }: ManualAnswer,
  today: string,
): Result<Statement, AnswerRefusal> {
  const about = { collection: RECORDS, erased, changed: 0 }
  if (result === 'refused') return reason === '' ? refuse('reason_missing') : ok({ outcome: 'refused', reason })
  if (result === 'done')
    return kept > 0 ? refuse('wrong_result') : ok({ outcome: 'done', collections: [{ ...about, kept: [] }] })
  if (result !== 'partly' || kept === 0) return refuse('wrong_result')
  if (basis === '') return refuse('basis_missing')
  if (until === '') return refuse('until_missing')
  if (until <= today) return refuse('until_past')
  return ok({ outcome: 'partly', collections: [{ ...about, kept: [{ count: kept, basis, until }] }] })
}

/** @param asked the corrections in their order. Each needs an answer of its own, and nothing else has one. */
export function changeStatementOf(
  { answers }: Pick<ManualChanges, 'answers'>,
  asked: readonly string[],
): Result<ChangeStatement, 'answers_missing'> {
  if (answers.size !== asked.length || !asked.every((id) => answers.has(id))) return refuse('answers_missing')
  const changes = asked.flatMap((id, at) => {
    const answer = answers.get(id)
    return answer === undefined || answer === 'made' ? [] : [{ at, reason: answer }]
  })
  if (changes.length === 0) return ok({ outcome: 'changed' })
  return ok({ outcome: changes.length < asked.length ? 'partly' : 'refused', changes })
}

/** Shares of the time after which whoever was asked is reminded; the last one tells the leads too. */
export const REMINDERS = { half: 0.5, soon: 0.9, over: 1 } as const
export type ReminderMark = keyof typeof REMINDERS
