import type { z } from 'zod'
import { FIX } from './fixes.ts'
import type { CollectionSource, DatasetFile, DatasetSource, FieldSource } from './schema.ts'
import { type Found, stopContradictions } from './stop-contradictions.ts'

const erases = (field: FieldSource) => field.hakku_meta?.erase
const keeps = (erase: unknown): erase is { keep: { until: string | { field: string } } } =>
  typeof erase === 'object' && erase !== null && 'keep' in erase

/** Names used twice, and erase rules that cannot both be obeyed: said when the file is read, not when a person is erased. */
export function contradictions(file: z.infer<typeof DatasetFile>): Found[] {
  const datasets = ['dataset']
  return [
    ...repeated(
      file.dataset.map(({ fides_key }) => fides_key),
      datasets,
      'fides_key',
    ),
    ...file.dataset.flatMap((dataset, at) => {
      const path = [...datasets, at, 'collections']
      return [
        ...repeated(
          dataset.collections.map(({ name }) => name),
          path,
          'name',
        ),
        ...dataset.collections.flatMap((collection, index) => inCollection(collection, [...path, index])),
        ...repeated(
          (dataset.hakku_meta?.purposes ?? []).map(({ key }) => key),
          [...datasets, at, 'hakku_meta', 'purposes'],
          'key',
        ),
        ...ignoredTwice(dataset, [...datasets, at, 'hakku_meta', 'ignored']),
        ...stopContradictions(dataset, path),
      ]
    }),
  ]
}

function ignoredTwice({ collections, hakku_meta }: DatasetSource, path: readonly PropertyKey[]): Found[] {
  const described = new Set(collections.map(({ name }) => name))
  return (hakku_meta?.ignored ?? []).flatMap((name, index) =>
    described.has(name) ? [{ path: [...path, index], fix: FIX.described_below }] : [],
  )
}

function inCollection(collection: CollectionSource, path: readonly PropertyKey[]): Found[] {
  const names = new Set(collection.fields.map(({ name }) => name))
  const missing = (erase: unknown, at: readonly PropertyKey[]): Found[] =>
    keeps(erase) && typeof erase.keep.until === 'object' && !names.has(erase.keep.until.field)
      ? [{ path: [...at, 'hakku_meta', 'erase', 'keep', 'until'], fix: FIX.own_field }]
      : []
  const rowGoes =
    collection.hakku_meta?.erase === 'delete' || collection.fields.some((field) => erases(field) === 'delete')
  const rowStays = keeps(collection.hakku_meta?.erase)
  const fields = collection.fields.flatMap((field, index): Found[] => {
    const at = [...path, 'fields', index]
    const erase = erases(field)
    const clash = rowGoes && keeps(erase) ? FIX.kept_field_in_deleted_row : null
    const stay = rowStays && erase === 'delete' ? FIX.deleted_field_in_kept_row : null
    const fix = clash ?? stay
    return [...(fix ? [{ path: [...at, 'hakku_meta', 'erase'], fix }] : []), ...missing(erase, at)]
  })
  const since = collection.hakku_meta?.since
  return [
    ...(since !== undefined && !names.has(since)
      ? [{ path: [...path, 'hakku_meta', 'since'], fix: FIX.own_field }]
      : []),
    ...repeated(
      collection.fields.map(({ name }) => name),
      [...path, 'fields'],
      'name',
    ),
    ...missing(collection.hakku_meta?.erase, path),
    ...fields,
  ]
}

function repeated(names: readonly string[], path: readonly PropertyKey[], key: string): Found[] {
  const seen = new Set<string>()
  return names.flatMap((name, index) => {
    if (seen.has(name)) return [{ path: [...path, index, key], fix: FIX.used_above }]
    seen.add(name)
    return []
  })
}
