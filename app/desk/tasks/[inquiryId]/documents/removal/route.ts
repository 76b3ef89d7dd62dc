import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { removeDocument } from '#data/inquiries/documents.ts'
import { taskAddress } from '../../../task-address.ts'

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: z.strictObject({ inquiryId: z.uuid(), documentId: z.uuid() }),
  fromPath: ['inquiryId'],
  verb: removeDocument,
  refusals: { not_found: 404, not_open: 409 },
  page: taskAddress,
  done: (_, params) => ({ location: taskAddress(params) }),
})
