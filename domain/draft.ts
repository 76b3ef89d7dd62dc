import { z } from 'zod'
import { Filing } from './filing.ts'
import { ok, type Result, refuse } from './result.ts'

export const DRAFT_HOURS = 2

/** What was answered so far. An optional answer that was left open is empty text, so that its page counts as seen. */
export const DraftAnswers = Filing.partial()
export type DraftAnswers = z.infer<typeof DraftAnswers>

/** Once sent, a draft forgets its answers and remembers what they became: a second press finds the same request. */
export const DraftContent = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('open'), answers: DraftAnswers }),
  z.strictObject({ state: z.literal('filed'), reference: z.string() }),
])
export type DraftContent = z.infer<typeof DraftContent>

export const QUESTIONS = ['right', 'requester', 'contact', 'details'] as const
export type Question = (typeof QUESTIONS)[number]

const ASKS: Record<Question, keyof DraftAnswers> = {
  right: 'right',
  requester: 'requesterKind',
  contact: 'email',
  details: 'details',
}

/** The first question without an answer, else the page on which answers are checked. */
export const nextQuestion = (answers: DraftAnswers): Question | 'check' =>
  QUESTIONS.find((question) => answers[ASKS[question]] === undefined) ?? 'check'

/** Whether a question may be shown: every one before it was answered. */
export const isReachable = (question: Question | 'check', answers: DraftAnswers): boolean => {
  const next = nextQuestion(answers)
  return next === 'check' || (question !== 'check' && QUESTIONS.indexOf(question) <= QUESTIONS.indexOf(next))
}

export function toFiling({
  details,
  country,
  otherIdentifier,
  purposes = [],
  ...answers
}: DraftAnswers): Result<Filing, 'incomplete'> {
  if (nextQuestion({ ...answers, details }) !== 'check') return refuse('incomplete')
  const parsed = Filing.safeParse({
    ...answers,
    ...(details ? { details } : {}),
    ...(country ? { country } : {}),
    ...(otherIdentifier ? { otherIdentifier } : {}),
    // Chosen before the person went back and asked for something else.
    ...(purposes.length > 0 && answers.right === 'consent_withdrawal' ? { purposes } : {}),
  })
  return parsed.success ? ok(parsed.data) : refuse('incomplete')
}
