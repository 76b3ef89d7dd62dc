import { z } from 'zod'
import { type CheckedCollection, type CheckResult, PROBLEMS } from './check-result.ts'
import type { SourceState } from './kind.ts'

export const DIFFERENCES = [
  'gone_collection',
  'lost_read',
  'lost_change',
  'lost_delete',
  'new_field',
  'gone_field',
  'changed_type',
] as const

export const Difference = z.strictObject({
  collection: z.string(),
  field: z.string().nullable(),
  difference: z.enum(DIFFERENCES),
})
export type Difference = z.infer<typeof Difference>

/**
 * How a source differs from what it was when its map was taken into use. What was wrong already then is no difference;
 * nor is a column that the map knew before it appeared.
 */
export function differencesOf(baseline: CheckResult, now: CheckResult): Difference[] {
  const live = new Map(now.collections.map((collection) => [collection.name, collection]))
  const unclassified = new Set(
    now.problems
      .filter(({ problem }) => problem === 'unclassified_field')
      .map(({ collection, field }) => JSON.stringify([collection, field])),
  )
  return baseline.collections.flatMap((before) => {
    const after = live.get(before.name)
    return after ? between(before, after, unclassified) : [at(before.name, null, 'gone_collection')]
  })
}

const at = (collection: string, field: string | null, difference: Difference['difference']): Difference => ({
  collection,
  field,
  difference,
})

function between(before: CheckedCollection, after: CheckedCollection, unclassified: ReadonlySet<string>): Difference[] {
  const { name } = before
  const lost = (['read', 'change', 'delete'] as const)
    .filter((right) => before.rights[right] && !after.rights[right])
    .map((right) => at(name, null, `lost_${right}`))
  const [old, now] = [new Map(Object.entries(before.columns)), new Map(Object.entries(after.columns))]
  const added = [...now.keys()]
    .filter((field) => !old.has(field) && unclassified.has(JSON.stringify([name, field])))
    .map((field) => at(name, field, 'new_field'))
  const changed = [...old].flatMap(([field, type]) => {
    const current = now.get(field)
    if (current === undefined) return [at(name, field, 'gone_field')]
    return current === type ? [] : [at(name, field, 'changed_type')]
  })
  return [...lost, ...added, ...changed]
}

/** How a source stands after a check that reached it. */
export function stateAfter(check: CheckResult, differences: readonly Difference[]): SourceState {
  if (differences.length > 0) return 'drifted'
  return check.problems.some(({ problem }) => PROBLEMS[problem] !== 'note') ? 'problems' : 'fine'
}
