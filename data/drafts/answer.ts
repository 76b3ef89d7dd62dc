import { randomUUID } from 'node:crypto'
import type { Temporal } from 'temporal-polyfill'
import { hashToken, newToken } from '#crypto/token.ts'
import { transact } from '#data/db.ts'
import { toDate } from '#data/instant.ts'
import { DRAFT_HOURS, type DraftAnswers, nextQuestion, type Question } from '#domain/draft.ts'
import { ok, type Result } from '#domain/result.ts'
import { lockDraft, sealDraft } from './draft.ts'

export type DraftHolder = { controllerId: string; token: string | null }
export type Answered = { token: string; next: Question | 'check'; restarted: boolean }

/**
 * Keeps answers, sealed, for two hours from now. Without a living draft it begins another one, so that nothing that
 * was just typed is lost; `restarted` says that earlier answers are gone.
 */
export const answerDraft = (
  { controllerId, token }: DraftHolder,
  given: DraftAnswers,
  now: Temporal.Instant,
): Promise<Result<Answered, never>> =>
  transact({ kind: 'visitor', controllerId }, async (tx) => {
    const expiresAt = toDate(now.add({ hours: DRAFT_HOURS }))
    const draft = token ? await lockDraft(tx, controllerId, token, toDate(now)) : null
    if (draft && token && draft.content.state === 'open') {
      const answers = { ...draft.content.answers, ...given }
      const sealed = await sealDraft(tx, controllerId, draft.id, { state: 'open', answers })
      await tx.draft.update({ where: { id: draft.id }, data: { sealed, expiresAt } })
      return ok({ token, next: nextQuestion(answers), restarted: false })
    }
    const id = randomUUID()
    const fresh = newToken()
    const sealed = await sealDraft(tx, controllerId, id, { state: 'open', answers: given })
    await tx.draft.create({ data: { id, controllerId, tokenHash: hashToken(fresh), sealed, expiresAt } })
    const next = nextQuestion(given)
    return ok({ token: fresh, next, restarted: next === 'right' })
  })
