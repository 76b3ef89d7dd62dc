import type { Right } from '#domain/request.ts'

export type Step = 'prove' | 'withdraw' | 'assign' | 'submit' | 'approve' | 'refuse'

/** One past request: who asked what of whom, when, and what people did about it; the worker's part follows by itself. */
export type Chapter = {
  filedHoursAgo: number
  from: 'customer' | 'operator'
  right: Right
  /** unset: a customer of the shop */
  person?: { name: string; email: string }
  details?: string
  next: readonly { afterMinutes: number; step: Step }[]
}

const proved = { afterMinutes: 12, step: 'prove' } as const
const assigned = { afterMinutes: 45, step: 'assign' } as const
const released = [
  { afterMinutes: 300, step: 'submit' },
  { afterMinutes: 420, step: 'approve' },
] as const

/** Chosen so that every view of the queue has something in it; Siti and Budi are left for the two stories by hand. */
export const CHAPTERS: readonly Chapter[] = [
  { filedHoursAgo: 64, from: 'customer', right: 'access', next: [proved, assigned, ...released] },
  { filedHoursAgo: 58, from: 'customer', right: 'erasure', next: [proved, assigned, ...released] },
  { filedHoursAgo: 9 * 24, from: 'customer', right: 'portability', next: [proved, assigned, ...released] },
  {
    filedHoursAgo: 8 * 24,
    from: 'customer',
    right: 'access',
    person: { name: 'Rudi Hartanto', email: 'rudi.hartanto@example.id' },
    details: 'Saya pernah berbelanja, tetapi lupa dengan surel yang mana.',
    next: [proved, assigned, { afterMinutes: 900, step: 'refuse' }],
  },
  { filedHoursAgo: 6 * 24, from: 'customer', right: 'erasure', next: [{ afterMinutes: 200, step: 'withdraw' }] },
  // Never proved: stays in sight while its clocks run.
  { filedHoursAgo: 5 * 24, from: 'customer', right: 'access', next: [] },
  { filedHoursAgo: 66, from: 'customer', right: 'access', next: [proved, assigned] },
  { filedHoursAgo: 50, from: 'customer', right: 'erasure', next: [proved] },
  {
    filedHoursAgo: 30,
    from: 'customer',
    right: 'access',
    next: [proved, assigned, { afterMinutes: 600, step: 'submit' }],
  },
  {
    filedHoursAgo: 20,
    from: 'operator',
    right: 'access',
    person: { name: 'Galih Prakoso', email: 'galih.prakoso@example.id' },
    details: 'Data akun pelanggan awan saya.',
    next: [],
  },
  { filedHoursAgo: 5, from: 'customer', right: 'portability', next: [proved] },
  { filedHoursAgo: 1.5, from: 'customer', right: 'erasure', next: [] },
]
