import { findCorrectionOutcome } from '#data/corrections/find-outcome.ts'
import type { NoteReason } from '#domain/rectification.ts'
import { notifyOn, when } from './notify.ts'

/** The outcome (PP 33/2026 art. 71(6)), field by field; handing it over is what the 72 hours wait for. */
export const mailRectificationDone = notifyOn('statement.issued', 'rectification-done', async (about) => {
  const actor = { kind: 'system', controllerId: about.controller.id, job: 'mail-rectification-done' } as const
  const { results, recipients } = await findCorrectionOutcome(actor, about.requestId)
  const named = results.map(({ collection, field, ...rest }) => ({
    ...rest,
    field: `${collection[about.locale]}: ${field[about.locale]}`,
  }))
  return {
    doneAt: when(about.at, about),
    corrected: [...new Set(named.filter(({ outcome }) => outcome === 'corrected').map(({ field }) => field))],
    notes: named.flatMap(({ field, reason }) => (reason ? [{ field, reason: reason as NoteReason }] : [])),
    recipients,
  }
})
