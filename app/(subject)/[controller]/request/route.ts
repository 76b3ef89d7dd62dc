import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { senderOf, sessionCookie } from '#app/_server/subject.ts'
import { submitDraft } from '#data/drafts/submit.ts'

const Proof = z.strictObject({ solved: z.string().max(4_000).optional(), waited: z.string().max(200).optional() })

export const { GET, POST } = handle({
  actor: senderOf,
  signIn: '/',
  input: Proof,
  verb: submitDraft,
  refusals: { draft_gone: 410, incomplete: 409, too_many_requests: 429, proof_needed: 429, not_found: 404 },
  page: ({ controller }) => `/${controller}/request/check`,
  done: ({ reference, sessionToken }) => ({
    location: `/requests/${reference}/receipt`,
    cookies: [sessionCookie(sessionToken, 'receipt')],
  }),
})
