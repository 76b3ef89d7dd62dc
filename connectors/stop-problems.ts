import { Temporal } from 'temporal-polyfill'
import type { Collection, Dataset } from '#domain/dataset/dataset.ts'
import { stopPointsOf, stopText } from '#domain/stop.ts'
import type { ChangeProblem, FieldChange, LiveCollection, SourceProblem } from './contract.ts'

type Kind = ChangeProblem['problem']
type StopProblem = (typeof STOP_PROBLEMS)[number]
const STOP_PROBLEMS = ['may_not_stop', 'cannot_stop', 'unfit_stop'] as const

/** Any instant: only whether the column can hold one is asked. */
const WHENEVER = Temporal.Instant.from('2026-01-02T03:04:05Z')

/**
 * Whether each stop that a dataset describes could be written: the right, the column, and the value as its type. Asked
 * before anybody withdraws a consent, when a stop has hours and nobody has time to mend a map.
 * @param unfit what the live schema says against a value, whatever the row
 */
export async function stopProblems(
  dataset: Dataset,
  tables: ReadonlyMap<string, Pick<LiveCollection, 'columns' | 'key'>>,
  unfit: (change: FieldChange) => Promise<Kind | null>,
): Promise<SourceProblem[]> {
  const problems: SourceProblem[] = []
  for (const { collection, field, set } of stopPointsOf(dataset)) {
    const table = tables.get(collection)
    if (!table || !Object.hasOwn(table.columns, field)) continue // said as missing
    const found = await unfit({ collection, field, key: table.key, from: null, to: stopText(set, WHENEVER) })
    if (found) problems.push({ collection, field, problem: said(found) })
  }
  return problems
}

function said(found: Kind): StopProblem {
  if (found === 'permission') return 'may_not_stop'
  return found === 'not_writable' ? 'cannot_stop' : 'unfit_stop'
}

/** Whether every stop of a collection can be written. null: nothing stops there. */
export function mayStop({ name, fields }: Collection, problems: readonly SourceProblem[]): boolean | null {
  const stops = fields.filter(({ stop }) => stop)
  if (stops.length === 0) return null
  const kinds: readonly string[] = [...STOP_PROBLEMS, 'missing_field', 'missing_collection']
  return !problems.some(
    (found) =>
      found.collection === name &&
      kinds.includes(found.problem) &&
      (!('field' in found) || stops.some((field) => field.name === found.field)),
  )
}
