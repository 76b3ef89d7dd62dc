import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import { ok, type Result, refuse } from './result.ts'
import type { ReviewFacts } from './review.ts'

/** Why something is held back (UU PDP art. 33; GDPR art. 15(4)). Coded, because an event may hold no free text. */
export const REDACTION_REASONS = ['rights_of_others', 'trade_secret', 'privileged', 'security', 'other'] as const
export const RedactionReason = z.enum(REDACTION_REASONS, 'choose_one')
export type RedactionReason = z.infer<typeof RedactionReason>

/** Why a row about somebody else is handed over all the same. */
export const HANDOVER_REASONS = ['agreed', 'about_the_person', 'known_to_the_person', 'no_harm'] as const

export const REDACTION_KINDS = ['collection', 'field', 'row', 'value'] as const
export type RedactionKind = (typeof REDACTION_KINDS)[number]

/** What of a collection is meant: `row` counts from 1, null is every row; `field` null is every field. */
export type Place = { row: number | null; field: string | null }

export type Decision = 'redact' | 'hand_over'
export type Redaction = Place & { id: string; decision: Decision; reason: string; note: string | null }

export const kindOf = ({ row, field }: Place): RedactionKind =>
  row === null ? (field === null ? 'collection' : 'field') : field === null ? 'row' : 'value'

/** The most that one collection of one request may hold; beyond it the field or the collection is the better choice. */
export const MOST_REDACTIONS = 5_000

export type RedactRefusal = 'not_allowed' | 'not_in_review' | 'submitted_already' | 'nothing_handed_over'

/** What the second person sees is what goes out, so nothing changes between submission and approval. */
export function decideRedaction(actor: Actor, facts: ReviewFacts): Result<null, RedactRefusal> {
  if (!may(actor, 'work_request', facts.controllerId)) return refuse('not_allowed')
  if (facts.right !== 'access' && facts.right !== 'portability') return refuse('nothing_handed_over')
  if (facts.status !== 'reviewing') return refuse('not_in_review')
  return facts.submittedBy ? refuse('submitted_already') : ok(null)
}

/** What is held back of one collection: a person's decisions, and rows about somebody else unless one was lifted. */
export function concealment(redactions: readonly Redaction[]) {
  const redacted = redactions.filter(({ decision }) => decision === 'redact')
  const at = new Map(redacted.map((each) => [placeName(each), each]))
  const lifted = new Set(redactions.flatMap(({ decision, row }) => (decision === 'hand_over' ? [row] : [])))
  const find = (row: number | null, field: string | null) => at.get(placeName({ row, field })) ?? null
  return {
    collection: find(null, null),
    row: (row: number, thirdParty: boolean): Redaction | 'third_party' | null =>
      find(row, null) ?? (thirdParty && !lifted.has(row) ? 'third_party' : null),
    value: (row: number, field: string): Redaction | null => find(null, field) ?? find(row, field),
  }
}

/** Where a row is now that its source was asked again. */
export type FoundAgain = { row: number; thirdParty: boolean }
type Decided = { id: string; decision: Decision; field: string | null; rowHash: string | null }

/**
 * Of decisions about rows, those that still stand when the source is asked again, and the number of the row. What was
 * handed over must still be about somebody else; a row that now is, is held back by rule unless it was handed over.
 */
export function keptDecisions(
  decided: readonly Decided[],
  found: ReadonlyMap<string, FoundAgain>,
): { id: string; row: number }[] {
  const lifted = new Set(decided.flatMap(({ decision, rowHash }) => (decision === 'hand_over' ? [rowHash] : [])))
  return decided.flatMap(({ id, decision, field, rowHash }) => {
    const now = rowHash === null ? undefined : found.get(rowHash)
    if (!now) return []
    const stands =
      decision === 'hand_over' ? now.thirdParty : !now.thirdParty || (field !== null && lifted.has(rowHash))
    return stands ? [{ id, row: now.row }] : []
  })
}

export const placeName = ({ row, field }: Place): string => JSON.stringify([row, field])

export type Tally = { collection: boolean; fields: number; rows: number; values: number; handedOver: number }

/** How much of a collection is held back, for a line on the screen. */
export function tally(redactions: readonly (Place & { decision: string })[]): Tally {
  const count = (kind: RedactionKind, decision: Decision) =>
    redactions.filter((each) => each.decision === decision && kindOf(each) === kind).length
  return {
    collection: count('collection', 'redact') > 0,
    fields: count('field', 'redact'),
    rows: count('row', 'redact'),
    values: count('value', 'redact'),
    handedOver: count('row', 'hand_over'),
  }
}

/** How many rows of a collection go out. */
export const rowsGiven = (
  found: { rows: number; thirdParty: number },
  { collection, rows, handedOver }: Tally,
): number => (collection ? 0 : found.rows - (found.thirdParty - handedOver) - rows)
