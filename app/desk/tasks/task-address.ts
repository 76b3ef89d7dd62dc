import type { HttpRefusal, Params } from '#app/_server/handle.ts'
import type { AnswerCorrectionsRefusal } from '#data/inquiries/answer-corrections.ts'
import type { AnswerPersonRefusal } from '#data/inquiries/answer-person.ts'

export const taskAddress = ({ inquiryId = '' }: Params): string => `/desk/tasks/${encodeURIComponent(inquiryId)}`

export const ANSWER_REFUSALS: Record<AnswerPersonRefusal, HttpRefusal> = {
  not_found: 404,
  not_open: 409,
  wrong_result: 422,
  items_missing: 422,
  reason_missing: 422,
  basis_missing: 422,
  until_missing: 422,
  until_past: 422,
  too_large: 413,
  collection_missing: 422,
  wrong_action: 409,
}
export const CORRECTION_REFUSALS: Record<AnswerCorrectionsRefusal, HttpRefusal> = {
  not_found: 404,
  not_open: 409,
  wrong_action: 409,
  answers_missing: 422,
}
export const ANSWER_FIELDS: Partial<Record<AnswerPersonRefusal, string>> = {
  wrong_result: 'result',
  items_missing: 'items',
  reason_missing: 'reason',
  basis_missing: 'basis',
  until_missing: 'until',
  until_past: 'until',
}
