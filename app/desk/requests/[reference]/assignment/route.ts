import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { onRequest, Pinned } from '#app/_server/staff-forms.ts'
import { assignRequest } from '#data/requests/assign.ts'

const Assignee = z.union([z.uuid(), z.literal('')], 'choose_one').transform((userId) => userId || null)

export const { GET, POST } = handle({
  ...onRequest('timeline', 'assigned'),
  input: Pinned.extend({ userId: Assignee }),
  fromPath: ['reference'],
  verb: assignRequest,
  refusals: {
    not_found: 404,
    not_allowed: 403,
    already_closed: 409,
    assignee_not_allowed: 422,
    changed_meanwhile: 409,
  },
})
