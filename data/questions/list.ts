import type { Temporal } from 'temporal-polyfill'
import type { Tx } from '#data/db.ts'
import { toInstant } from '#data/instant.ts'
import { type Owner, openJsonFor, openRequestKey } from '#data/keys/request-key.ts'
import { QuestionWords, ReplyWords } from '#domain/question.ts'

/** @property reply null while the subject has not answered */
export type AskedQuestion = {
  id: string
  about: QuestionWords['about']
  askedAt: Temporal.Instant
  question: string
  answeredAt: Temporal.Instant | null
  reply: string | null
}

/** What was asked and answered, oldest first; nothing once the request is shredded. */
export async function listQuestions(tx: Tx, owner: Owner): Promise<AskedQuestion[]> {
  const rows = await tx.question.findMany({ where: { requestId: owner.id }, orderBy: { askedAt: 'asc' }, take: 50 })
  const key = rows.length > 0 ? await openRequestKey(tx, owner) : null
  if (!key) return []
  return Promise.all(
    rows.map(async ({ id, about, askedAt, sealedQuestion, answeredAt, sealedAnswer }) => ({
      id,
      about: QuestionWords.shape.about.parse(about),
      askedAt: toInstant(askedAt),
      question: QuestionWords.pick({ question: true }).parse(await openJsonFor(key, owner, 'question', sealedQuestion))
        .question,
      answeredAt: answeredAt && toInstant(answeredAt),
      reply: sealedAnswer ? ReplyWords.parse(await openJsonFor(key, owner, 'reply', sealedAnswer)).reply : null,
    })),
  )
}
