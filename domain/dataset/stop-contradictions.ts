import type { Label } from './dataset.ts'
import { FIX } from './fixes.ts'
import { type CollectionSource, type DatasetSource, type FieldSource, metaOf } from './schema.ts'

export type Found = { path: readonly PropertyKey[]; fix: Label }

/** Stops that could not be carried out, or would stop something else: said when the file is read. */
export function stopContradictions({ collections, hakku_meta }: DatasetSource, path: readonly PropertyKey[]): Found[] {
  const keys = new Set((hakku_meta?.purposes ?? []).map(({ key }) => key))
  return collections.flatMap((collection, index) => inCollection(collection, keys, [...path, index]))
}

const inCollection = (collection: CollectionSource, keys: ReadonlySet<string>, path: readonly PropertyKey[]): Found[] =>
  collection.fields.flatMap((field, index): Found[] => {
    const at = [...path, 'fields', index]
    const isSkipped = metaOf(collection)?.skip_processing === true
    const fix = wrongWith(field, keys) ?? (isSkipped ? FIX.stop_in_skipped : null)
    const own = field.hakku_meta?.stop && fix ? [{ path: [...at, 'hakku_meta', 'stop'], fix }] : []
    return [...own, ...nestedStops(field.fields ?? [], [...at, 'fields'])]
  })

function wrongWith(field: FieldSource, keys: ReadonlySet<string>): Label | null {
  const stop = field.hakku_meta?.stop
  const meta = metaOf(field)
  if (!stop) return null
  if (!keys.has(stop.purpose)) return FIX.stop_purpose
  if (meta?.primary_key || meta?.identity || (meta?.references ?? []).length > 0) return FIX.stop_on_key
  if (meta?.read_only) return FIX.stop_read_only
  return meta?.data_type?.endsWith('[]') || (field.fields ?? []).length > 0 ? FIX.stop_on_many : null
}

/** Inside a json column one value cannot be written alone. */
const nestedStops = (fields: readonly FieldSource[], path: readonly PropertyKey[]): Found[] =>
  fields.flatMap((field, index) => [
    ...(field.hakku_meta?.stop ? [{ path: [...path, index, 'hakku_meta', 'stop'], fix: FIX.stop_nested }] : []),
    ...nestedStops(field.fields ?? [], [...path, index, 'fields']),
  ])
