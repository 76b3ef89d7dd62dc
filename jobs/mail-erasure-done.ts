import { findErasurePreview } from '#data/execution/find-outcomes.ts'
import { goesOf, staysOf } from './mail-erasure-scheduled.ts'
import { notifyOn, pageUrl, when } from './notify.ts'

/** The notice with the six items of PP 33/2026 art. 87(2); recipients were instructed before it (art. 88(2)). */
export const mailErasureDone = notifyOn('certificate.issued', 'erasure-done', async (about) => {
  const actor = { kind: 'system', controllerId: about.controller.id, job: 'mail-erasure-done' } as const
  const preview = await findErasurePreview(actor, about.requestId)
  return {
    act: 'erasure' as const,
    because: 'request' as const,
    dataTypes: goesOf(preview, about).map(({ category }) => category),
    effectiveAt: when(about.at, about),
    retained: staysOf(preview, about),
    certificateUrl: pageUrl('/status'),
    verifyUrl: pageUrl('/verify'),
  }
})
