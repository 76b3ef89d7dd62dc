import { z } from 'zod'
import { handle } from '#app/_server/handle.ts'
import { draftCookie, senderOf } from '#app/_server/subject.ts'
import { answerDraft } from '#data/drafts/answer.ts'
import { RightAnswer } from '#domain/filing.ts'
import { RIGHTS } from '#domain/request.ts'
import { ok } from '#domain/result.ts'

/** "I am not sure" is an answer too: it leads to the page that explains the rights. */
const Choice = z.strictObject({ right: z.enum([...RIGHTS, 'unsure'], 'choose_one') })

export const { GET, POST } = handle({
  actor: senderOf,
  signIn: '/',
  input: Choice,
  verb: async (sender, choice, now) => {
    const answer = RightAnswer.safeParse(choice)
    return answer.success ? answerDraft(sender, answer.data, now) : ok(null)
  },
  refusals: {},
  page: ({ controller }) => `/${controller}/request/right`,
  done: (answered, { controller }) =>
    answered
      ? { location: `/${controller}/request/${answered.next}`, cookies: [draftCookie(answered.token)] }
      : { location: `/${controller}/request/help` },
})
