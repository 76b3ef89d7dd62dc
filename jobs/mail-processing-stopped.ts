import { findStoppedFacts } from '#data/receipts/read.ts'
import { notifyOn, when } from './notify.ts'

/** That it stopped, and since when (PP 33/2026 art. 92(4)); after a withdrawal, that erasure can be asked for as well. */
export const mailProcessingStopped = notifyOn('receipt.issued', 'processing-stopped', async (about) => {
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
