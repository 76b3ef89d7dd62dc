import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { addDocument } from '#data/inquiries/documents.ts'
import { EvidenceFile } from '#domain/evidence.ts'
import { taskAddress } from '../../../task-address.ts'

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  takesFile: true,
  input: z.strictObject({ inquiryId: z.uuid(), file: EvidenceFile }),
  fromPath: ['inquiryId'],
  verb: addDocument,
  refusals: { not_found: 404, not_open: 409, too_many_files: 409 },
  page: taskAddress,
  done: (_, params) => ({ location: taskAddress(params) }),
})
