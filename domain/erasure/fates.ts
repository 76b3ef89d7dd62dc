import type { ErasurePlan, ErasureStep, Fate, PlannedRow } from './plan.ts'
import { Fates } from './plan-file.ts'

/** The step with other fates, where the fate alone decides. Nothing is read. @param to null: no longer in the plan */
export function byFate(step: ErasureStep, to: (fate: Fate) => Fate | null): ErasureStep {
  const fates = new Fates()
  const settled = new Map<Fate, Fate | null>()
  for (const [fate, rows] of step.fates) {
    const changed = to(fate)
    const one = changed && fates.one(changed)
    settled.set(fate, one)
    if (one) fates.count(one, rows)
  }
  return {
    ...step,
    fates: fates.rows,
    rows: (part) => changed(step.rows(part), (row) => settled.get(row.fate) ?? null),
  }
}

/** The same where each row decides: they are read once, to count them. `to` must say the same each time. */
export async function byRow(step: ErasureStep, to: (row: PlannedRow) => Fate | null): Promise<ErasureStep> {
  const fates = new Fates()
  const rows: ErasureStep['rows'] = (part) =>
    changed(step.rows(part), (row) => {
      const fate = to(row)
      return fate && fates.one(fate)
    })
  for await (const batch of rows()) for (const { fate } of batch) fates.count(fate)
  return { ...step, fates: fates.rows, rows }
}

async function* changed(batches: AsyncIterable<readonly PlannedRow[]>, to: (row: PlannedRow) => Fate | null) {
  for await (const rows of batches)
    yield rows.flatMap((row) => {
      const fate = to(row)
      return fate === null ? [] : [fate === row.fate ? row : { ...row, fate }]
    })
}

export const withStep = <P extends ErasurePlan>(plan: P, changed: ErasureStep): P => ({
  ...plan,
  steps: plan.steps.map((step) => (step.collection === changed.collection ? changed : step)),
})
