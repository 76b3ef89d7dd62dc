import { z } from 'zod'
import { findErasurePreview } from '#data/execution/find-outcomes.ts'
import { mayTellOfErasure } from '#data/execution/instruct.ts'
import { goesOf, staysOf } from './mail-erasure-scheduled.ts'
import { notifyOn, pageUrl, when } from './notify.ts'

const Issued = z.object({ supersedes: z.string().optional(), cause: z.string().optional() })

/** Thrown instead of sending: somebody who got the data was not told yet. The job comes back. */
export class OrderError extends Error {
  override name = 'OrderError'
}

/** The notice with the six items of PP 33/2026 art. 87(2), after everybody who got the data was instructed (art. 88(2)). */
export const mailErasureDone = notifyOn('certificate.issued', 'erasure-done', async (about, now) => {
  const { supersedes, cause } = Issued.parse(about.data)
  // An answer that came late, or the same rows once more, is on the new certificate; nothing else became of the data.
  if (supersedes && cause !== 'hold_lifted') return null
  const actor = { kind: 'system', controllerId: about.controller.id, job: 'mail-erasure-done' } as const
  const decision = await mayTellOfErasure(actor, about.requestId, now)
  if (!decision.ok) throw new OrderError(decision.reason)
  const preview = await findErasurePreview(actor, about.requestId)
  return {
    act: 'erasure' as const,
    because: about.erasureGround,
    dataTypes: goesOf(preview, about).map(({ category }) => category),
    effectiveAt: when(about.at, about),
    retained: staysOf(preview, about),
    certificateUrl: pageUrl('/status'),
    verifyUrl: pageUrl('/verify'),
  }
})
