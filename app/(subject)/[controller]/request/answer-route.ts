import type { z } from 'zod'
import { handle, type Params } from '#app/_server/handle.ts'
import { draftCookie, senderOf } from '#app/_server/subject.ts'
import { answerDraft } from '#data/drafts/answer.ts'
import type { DraftAnswers, Question } from '#domain/draft.ts'

/** Keeps the answer to one question and leads to the next that has none. */
export const answerRoute = (question: Question, input: z.ZodType<DraftAnswers>) =>
  handle({
    actor: senderOf,
    signIn: '/',
    input,
    verb: answerDraft,
    refusals: {},
    page: (params) => requestPath(params, question),
    done: ({ token, next, restarted }, params) => ({
      location: `${requestPath(params, next)}${restarted ? '?restarted=1' : ''}`,
      cookies: [draftCookie(token)],
    }),
  })

const requestPath = ({ controller }: Params, page: string): string => `/${controller}/request/${page}`
