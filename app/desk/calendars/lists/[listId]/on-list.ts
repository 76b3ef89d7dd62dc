import type { Params } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'

export const LIST_DONE = ['proposed', 'approved', 'rejected'] as const

const addressOf = ({ listId = '' }: Params) => `/desk/calendars/lists/${encodeURIComponent(listId)}`

/** What every form on a list's page has in common. */
export const onList = (done: (typeof LIST_DONE)[number]) => ({
  actor: staffActor,
  signIn: SIGN_IN,
  fromPath: ['listId'],
  page: addressOf,
  done: (_: unknown, params: Params) => ({ location: `${addressOf(params)}?done=${done}` }),
})
