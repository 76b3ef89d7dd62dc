import { type CorrectionResult, findCorrectionOutcome } from '#data/corrections/find-outcome.ts'
import { noteOfField, outcomeOfField } from '#domain/certificate/rectification-wording.ts'
import type { Locale } from '#domain/clock/wording.ts'
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
    corrected: byOutcome(
      named.filter(({ outcome }) => outcome === 'corrected'),
      about.locale,
    ),
    notes: named.flatMap(({ field, reason, ...how }) =>
      reason ? [{ field, reason: reason as NoteReason, note: noteOfField(how)[about.locale] }] : [],
    ),
    recipients,
  }
})

type Named = Pick<CorrectionResult, 'outcome' | 'proof'> & { field: string }

/** Each label once under what became of it; several rows may share one. */
function byOutcome(corrected: readonly Named[], locale: Locale) {
  const groups = Map.groupBy(corrected, (one) => outcomeOfField(one)[locale])
  return [...groups].map(([outcome, of]) => ({ outcome, fields: [...new Set(of.map(({ field }) => field))] }))
}
