import { handle } from '#app/_server/handle.ts'
import { rejectHolidays } from '#data/calendars/reject.ts'
import { RejectionWords } from '#domain/holiday-proposal.ts'
import { onList } from '../on-list.ts'

export const { GET, POST } = handle({
  ...onList('rejected'),
  input: RejectionWords,
  verb: rejectHolidays,
  refusals: { not_found: 404, not_allowed: 403, already_decided: 409 },
})
