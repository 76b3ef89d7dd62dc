import { z } from 'zod'
import { findStoppedFacts } from '#data/receipts/read.ts'
import { notifyOn, when } from './notify.ts'

const Replacing = z.object({ supersedes: z.string() })

/** That it stopped, and since when (PP 33/2026 art. 92(4)); after a withdrawal, that erasure can be asked for as well. */
export const mailProcessingStopped = notifyOn('receipt.issued', 'processing-stopped', async (about) => {
  // The person was told when it stopped; what a recipient answered since stands on the status page.
  if (Replacing.safeParse(about.data).success) return null
  const actor = { kind: 'system', controllerId: about.controller.id, job: 'mail-processing-stopped' } as const
  const facts = await findStoppedFacts(actor, about.requestId)
  return (
    facts && {
      purposes: facts.purposes.map((label) => label[about.locale]),
      stoppedAt: when(facts.stoppedAt, about),
      verifiedAt: facts.verifiedAt && when(facts.verifiedAt, about),
      explanation: about.answer,
      offers: about.right === 'consent_withdrawal',
    }
  )
})
