import { z } from 'zod'
import { type Actor, may } from './actor.ts'
import { parseHolidayList } from './clock/holiday-list.ts'
import { LOADABLE_CALENDARS } from './clock/loaded-calendars.ts'
import { ok, type Result, refuse } from './result.ts'
import { line, plainText } from './text.ts'

const said = (text: string) => text.length >= 3

/** A list as a lead hands it in. A faulty one is refused whole; `parseHolidayList` names every fault to whoever asks. */
export const HolidayProposal = z
  .strictObject({
    controllerId: z.uuid('choose_one'),
    calendarId: z.string().refine((id) => LOADABLE_CALENDARS.includes(id), 'choose_one'),
    year: z.string().regex(/^\d{4}$/, 'year_out_of_range'),
    source: line(300).refine(said, 'missing'),
    list: z.string(),
  })
  .transform(({ year, list, ...about }, context) => {
    const parsed = parseHolidayList(list, Number(year))
    if (parsed.ok) return { ...about, ...parsed.value }
    const isYear = parsed.faults[0]?.reason === 'year_out_of_range'
    context.addIssue(
      isYear
        ? { code: 'custom', path: ['year'], message: 'year_out_of_range' }
        : { code: 'custom', path: ['list'], message: 'list_faulty' },
    )
    return z.NEVER
  })
export type HolidayProposal = z.infer<typeof HolidayProposal>

export const RejectionWords = z.strictObject({ listId: z.uuid(), reason: plainText(1_000).refine(said, 'missing') })
export type RejectionWords = z.infer<typeof RejectionWords>

export type ListState = 'proposed' | 'approved' | 'rejected' | 'superseded'
type Proposed = { controllerId: string; proposedBy: string; state: string }
type DecisionRefusal = 'not_allowed' | 'already_decided'

export const mayLoad = (actor: Actor, controllerId: string): boolean => may(actor, 'load_holidays', controllerId)

/** Whoever loaded a list may take it back, or another lead turn it down. */
export function decideRejection(actor: Actor, { controllerId, state }: Proposed): Result<null, DecisionRefusal> {
  if (!mayLoad(actor, controllerId)) return refuse('not_allowed')
  return state === 'proposed' ? ok(null) : refuse('already_decided')
}

/** Dates move on a second person's word only. */
export function decideListApproval(actor: Actor, list: Proposed): Result<null, DecisionRefusal | 'same_person'> {
  const decision = decideRejection(actor, list)
  if (!decision.ok) return decision
  return actor.kind === 'staff' && actor.userId !== list.proposedBy ? ok(null) : refuse('same_person')
}
