import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { proposeHolidays } from '#data/calendars/propose.ts'
import { HolidayProposal } from '#domain/holiday-proposal.ts'

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: HolidayProposal,
  verb: proposeHolidays,
  refusals: { not_allowed: 403, already_proposed: 409 },
  page: () => '/desk/calendars',
  done: ({ listId }) => ({ location: `/desk/calendars/lists/${listId}?done=proposed` }),
})
