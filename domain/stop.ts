import type { Temporal } from 'temporal-polyfill'
import { z } from 'zod'
import type { Dataset, Label, Purpose, Stop } from './dataset/dataset.ts'
import { PurposeKey, type StopValue } from './dataset/schema.ts'
import type { Right } from './request.ts'

/** What a person ticks who withdraws every consent there is. */
export const ALL_PURPOSES = 'all'

/** Purposes as a person names them: keys from the controller's datasets, or everything. */
export const ChosenPurposes = z.array(z.union([PurposeKey, z.literal(ALL_PURPOSES)])).max(100)
export type ChosenPurposes = z.infer<typeof ChosenPurposes>

/** One list for a controller: a key that stands in several datasets is one purpose, and the first label counts. */
export function purposesOf(datasets: readonly Pick<Dataset, 'purposes'>[]): Purpose[] {
  const known = new Map<string, Label>()
  for (const { key, label } of datasets.flatMap(({ purposes }) => purposes)) if (!known.has(key)) known.set(key, label)
  return [...known].map(([key, label]) => ({ key, label }))
}

/** Those of a dataset's purposes that were withdrawn. */
export const withdrawnOf = (chosen: readonly string[], purposes: readonly Purpose[]): Purpose[] =>
  purposes.filter(({ key }) => chosen.includes(ALL_PURPOSES) || chosen.includes(key))

/** One field of one collection that ends a purpose. */
export type StopPoint = Stop & { collection: string; label: Label; field: string }

/** @param keys of the purposes asked about; all where none are given */
export const stopPointsOf = ({ collections }: Pick<Dataset, 'collections'>, keys?: readonly string[]): StopPoint[] =>
  collections.flatMap(({ name: collection, label, fields }) =>
    fields.flatMap(({ name: field, stop }) =>
      stop && (keys?.includes(stop.purpose) ?? true) ? [{ ...stop, collection, label, field }] : [],
    ),
  )

/** How a source takes part: it stops by itself, or a person has to see to these purposes there. */
export function splitPurposes(dataset: Pick<Dataset, 'collections' | 'purposes'>, chosen: readonly string[]) {
  const withdrawn = withdrawnOf(chosen, dataset.purposes)
  const able = (key: string) => stopPointsOf(dataset, [key]).length > 0
  return {
    stops: withdrawn.filter(({ key }) => able(key)),
    byHand: withdrawn.filter(({ key }) => !able(key)),
  }
}

/** What is written, as text that the source turns into the column's own type. */
export function stopText(set: StopValue, withdrawnAt: Temporal.Instant): string | null {
  if (set === null) return null
  return typeof set === 'object' ? withdrawnAt.toString({ smallestUnit: 'second' }) : String(set)
}

/**
 * Whether a value as read says that processing has stopped. A time that is there says so whichever it is: what was
 * withdrawn before stays as it was. Sources write booleans as 1 and 0, and exact numbers as text.
 */
export function isStopped(value: unknown, set: StopValue): boolean {
  if (set === null) return value === null || value === undefined
  if (typeof set === 'object') return value !== null && value !== undefined
  if (value === null || value === undefined || typeof value === 'object') return false
  if (typeof set === 'string') return String(value) === set
  return value !== '' && Number(value) === Number(set)
}

/**
 * Whether processing stops as soon as identity is proved, with nobody's approval. Not for a guardian or an attorney:
 * a code proves their own contact, and whose data it leads to is for a person to see. Nor for an appeal, whose point is
 * that a person looks again.
 */
export const stopsAtOnce = (request: { right: Right; requesterKind: string; isAppeal: boolean }): boolean =>
  request.right === 'consent_withdrawal' && request.requesterKind === 'subject' && !request.isAppeal
