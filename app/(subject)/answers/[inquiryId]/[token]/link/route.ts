import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { linkAddress } from '#app/_server/respondent.ts'
import { callerOf } from '#app/_server/subject.ts'
import { sendNewLink } from '#data/inquiries/link.ts'

export const { GET, POST } = handle({
  actor: callerOf,
  input: z.strictObject({ inquiryId: z.string().max(100), token: z.string().max(100) }),
  fromPath: ['inquiryId', 'token'],
  verb: sendNewLink,
  refusals: {},
  page: linkAddress,
  done: (_, params) => ({ location: `${linkAddress(params)}?sent` }),
})
