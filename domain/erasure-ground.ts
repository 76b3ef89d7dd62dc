/**
 * Why data are erased (UU 27/2022 arts. 43 and 44). On the first two the subject asked for it; on the others the
 * controller has to act by itself, and the subject hears of it before as well as after (PP 33/2026 art. 87(3) and (4)).
 */
export const ERASURE_GROUNDS = [
  'request',
  'consent_withdrawn',
  'purpose_ended',
  'unlawful',
  'retention_ended',
  'no_case',
] as const
export type ErasureGround = (typeof ERASURE_GROUNDS)[number]

const ASKED_FOR: readonly ErasureGround[] = ['request', 'consent_withdrawn']

export const isNoticedBefore = (ground: ErasureGround): boolean => !ASKED_FOR.includes(ground)
