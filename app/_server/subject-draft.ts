import { redirect } from 'next/navigation'
import { Temporal } from 'temporal-polyfill'
import type { PublicController } from '#data/controllers/find-public.ts'
import { findDraft } from '#data/drafts/find.ts'
import { type DraftAnswers, isReachable, nextQuestion, type Question } from '#domain/draft.ts'
import { draftToken, portalOf } from './subject.ts'

type Shown = { controller: PublicController; answers: DraftAnswers; draftId: string }
const NEW = { answers: {}, draftId: '' }

/** What a question's page shows; or on to where the person should be instead. The first page never fails. */
export async function draftFor(slug: string, question: Question | 'check'): Promise<Shown> {
  const controller = await portalOf(slug)
  const token = await draftToken()
  const draft = token ? await findDraft(controller.id, token, Temporal.Now.instant()) : null
  if (draft?.content.state === 'open') {
    const { answers } = draft.content
    if (isReachable(question, answers)) return { controller, answers, draftId: draft.id }
    return redirect(`/${slug}/request/${nextQuestion(answers)}`)
  }
  if (question === 'right') return { controller, ...NEW }
  if (draft) return redirect(`/requests/${draft.content.reference}/receipt`)
  return redirect(`/${slug}/request/${token ? 'expired' : 'right'}`)
}
