import { z } from 'zod'

/** Why a member of staff looks at somebody's data. Coded, because an event may hold no free text about a person. */
export const OPENING_REASONS = ['check_identity', 'check_answer', 'contact_person', 'handle_complaint'] as const
export const OpeningReason = z.enum(OPENING_REASONS, 'choose_one')
export type OpeningReason = z.infer<typeof OpeningReason>

/** How long one opening lasts; then the reason is asked again. */
export const OPENING_MINUTES = 15
