import type { Status } from '../request.ts'

/** Where the ball was when a deadline passed. */
export const BREACH_CAUSES = [
  'acknowledgement_not_sent',
  'notice_not_sent',
  'waiting_for_subject',
  'unverified',
  'source_failed',
  'collecting',
  'waiting_for_review',
  'executing',
  'answer_not_sent',
] as const
export type BreachCause = (typeof BREACH_CAUSES)[number]

export type Standing = { status: Status; isVerified: boolean; hasOpenQuestion: boolean; hasFailedTask: boolean }

const AT: Partial<Record<Status, BreachCause>> = {
  reviewing: 'waiting_for_review',
  collecting: 'collecting',
  approved: 'executing',
  executing: 'executing',
}

/** Why a deadline was missed, as the request stood then: the first of these that holds. */
export function breachCause(stopEvent: string | null, standing: Standing): BreachCause {
  if (stopEvent === 'acknowledged') return 'acknowledgement_not_sent'
  if (stopEvent === 'notice_sent') return 'notice_not_sent'
  if (standing.hasOpenQuestion) return 'waiting_for_subject'
  if (standing.hasFailedTask) return 'source_failed'
  const at = AT[standing.status]
  if (at) return at
  return standing.isVerified || standing.status === 'refused' ? 'answer_not_sent' : 'unverified'
}
