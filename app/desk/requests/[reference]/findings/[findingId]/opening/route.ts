import { z } from 'zod'
import { handle, type Params } from '#app/_server/handle.ts'
import { SIGN_IN, staffActor } from '#app/_server/staff.ts'
import { Reference } from '#app/_server/staff-forms.ts'
import { openFinding } from '#data/findings/open.ts'
import { OpeningReason } from '#domain/opening.ts'

const address = ({ reference = '', findingId = '' }: Params) =>
  `/desk/requests/${encodeURIComponent(reference)}/findings/${encodeURIComponent(findingId)}`

export const { GET, POST } = handle({
  actor: staffActor,
  signIn: SIGN_IN,
  input: z.strictObject({ reference: Reference, findingId: z.uuid(), reason: OpeningReason }),
  fromPath: ['reference', 'findingId'],
  verb: openFinding,
  refusals: { not_found: 404, not_allowed: 403 },
  page: address,
  done: (_, params) => ({ location: address(params) }),
})
