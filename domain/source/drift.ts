import { z } from 'zod'
import { type CheckedCollection, type CheckResult, PROBLEMS } from './check-result.ts'
import type { SourceState } from './kind.ts'

export const DIFFERENCES = [
  'new_collection',
  'gone_collection',
  'lost_read',
  'lost_change',
  'lost_delete',
  'lost_stop',
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

export const DriftKinds = z.partialRecord(z.enum(DIFFERENCES), z.number().int().positive())
export type DriftKinds = z.infer<typeof DriftKinds>

/**
 * How a source differs from what it was when its map was taken into use. What was wrong already then is no difference;
 * nor is a table or a column that the map knew before it appeared.
 */
export function differencesOf(baseline: CheckResult, now: CheckResult): Difference[] {
  const live = new Map(now.collections.map((collection) => [collection.name, collection]))
  const unclassified = new Set(
    now.problems
      .filter(({ problem }) => problem === 'unclassified_field')
      .map(({ collection, field }) => JSON.stringify([collection, field])),
  )
  const known = new Set(undescribed(baseline))
  return [
    ...undescribed(now)
      .filter((name) => !known.has(name))
      .map((name) => at(name, null, 'new_collection')),
    ...baseline.collections.flatMap((before) => {
      const after = live.get(before.name)
      return after ? between(before, after, unclassified) : [at(before.name, null, 'gone_collection')]
    }),
  ]
}

const undescribed = ({ problems }: CheckResult): string[] =>
  problems.flatMap(({ collection, problem }) => (problem === 'undescribed_collection' ? [collection] : []))

/** What was not yet there at the look before: it is told once, not on every look. */
export function freshOf(before: readonly Difference[], now: readonly Difference[]): Difference[] {
  const told = new Set(before.map(wordOf))
  return now.filter((difference) => !told.has(wordOf(difference)))
}

const wordOf = ({ collection, field, difference }: Difference): string =>
  JSON.stringify([collection, field, difference])

const at = (collection: string, field: string | null, difference: Difference['difference']): Difference => ({
  collection,
  field,
  difference,
})

function between(before: CheckedCollection, after: CheckedCollection, unclassified: ReadonlySet<string>): Difference[] {
  const { name } = before
  const lost = (['read', 'change', 'delete', 'stop'] as const)
    .filter((right) => before.rights[right] === true && after.rights[right] === false)
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

/** How many there are of each kind: what a mail may say, for names of tables may say more. */
export const kindsOf = (differences: readonly Difference[]): DriftKinds =>
  Object.fromEntries(
    [...Map.groupBy(differences, ({ difference }) => difference)].map(([kind, some]) => [kind, some.length]),
  )

/** How a source stands after a check that reached it. */
export function stateAfter(check: CheckResult, differences: readonly Difference[]): SourceState {
  if (differences.length > 0) return 'drifted'
  return check.problems.some(({ problem }) => PROBLEMS[problem] !== 'note') ? 'problems' : 'fine'
}
