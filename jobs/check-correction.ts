import { SourceFault } from '#connectors/contract.ts'
import { findUnchecked, recordCheck } from '#data/corrections/check.ts'
import { isQueried } from '#domain/source/kind.ts'
import { log } from '#log'
import { fieldChange } from './change-source.ts'
import { defineJob } from './define.ts'
import { openSource } from './open-source.ts'

const ATTEMPTS = 4

/** Asks the source itself whether it would take a proposed value, before anybody is asked to approve it. */
export const checkCorrection = defineJob({
  name: 'check-correction',
  on: ['correction.proposed'],
  lane: 'swift',
  retry: { attempts: ATTEMPTS, delayMs: 1_000 },
  async run({ eventId, controllerId }, { now, attempt, signal }) {
    const actor = { kind: 'system', controllerId, job: 'check-correction' } as const
    const unchecked = await findUnchecked(actor, eventId)
    if (!unchecked) return
    const { id: correctionId, collection, correction } = unchecked
    // Whoever answers for itself says so once it is asked to do it: twice would tell it more than it has to know.
    if (!isQueried(unchecked.source.kind)) return recordCheck(actor, { correctionId, problem: null }, now())
    try {
      const { connector, close } = openSource({ ...unchecked, others: [] })
      try {
        const [first] = await connector.checkChanges(fieldChange(collection, correction), signal)
        await recordCheck(actor, { correctionId, problem: first?.problem ?? null }, now())
      } finally {
        await close()
      }
    } catch (error) {
      const reason = error instanceof SourceFault ? error.kind : 'unknown'
      log.warn({ correctionId, reason, attempt }, 'correction not checked')
      if (signal.aborted || attempt < ATTEMPTS) throw error
      await recordCheck(actor, { correctionId, problem: reason }, now())
    }
  },
})
