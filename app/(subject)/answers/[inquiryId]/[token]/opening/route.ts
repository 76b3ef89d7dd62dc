import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { ANSWERS, answerCookie, linkAddress } from '#app/_server/respondent.ts'
import { callerOf } from '#app/_server/subject.ts'
import { openLink } from '#data/inquiries/link.ts'

export const { GET, POST } = handle({
  actor: callerOf,
  input: z.strictObject({ inquiryId: z.string().max(100), token: z.string().max(100) }),
  fromPath: ['inquiryId', 'token'],
  verb: openLink,
  refusals: { link_used: 410 },
  page: linkAddress,
  done: ({ session }) => ({ location: ANSWERS, cookies: [answerCookie(session)] }),
})
