import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { approveHolidays } from '#data/calendars/approve.ts'
import { onList } from '../on-list.ts'

export const { GET, POST } = handle({
  ...onList('approved'),
  input: z.strictObject({ listId: z.uuid() }),
  verb: approveHolidays,
  refusals: { not_found: 404, not_allowed: 403, same_person: 403, already_decided: 409 },
})
