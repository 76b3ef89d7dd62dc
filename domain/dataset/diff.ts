import type { Collection, Dataset, Field } from './dataset.ts'

/** What a new version of a map says otherwise. `parts` names what changed about something that stays. */
export type MapChange = {
  collection: string
  /** path of a field, through fields inside it; null: the collection itself */
  field: string | null
  change: 'added' | 'removed' | 'changed'
  parts: readonly string[]
}

/** In the order of the new map, removed collections last. Order and wording of the file do not count, what it says does. */
export function diffDatasets(before: Dataset, after: Dataset): MapChange[] {
  const [old, now] = [byName(before.collections), byName(after.collections)]
  const kept = after.collections.flatMap((collection) => {
    const was = old.get(collection.name)
    return was ? betweenCollections(was, collection) : [change(collection.name, null, 'added')]
  })
  const gone = before.collections.filter(({ name }) => !now.has(name))
  return [...kept, ...gone.map(({ name }) => change(name, null, 'removed'))]
}

const change = (
  collection: string,
  field: string | null,
  kind: MapChange['change'],
  parts: readonly string[] = [],
): MapChange => ({ collection, field, change: kind, parts })

const byName = <T extends { name: string }>(items: readonly T[]) => new Map(items.map((item) => [item.name, item]))

function betweenCollections(before: Collection, after: Collection): MapChange[] {
  const [old, now] = [flat(before.fields), flat(after.fields)]
  const parts = partsOf(before, after)
  return [
    ...(parts.length > 0 ? [change(after.name, null, 'changed', parts)] : []),
    ...[...now].flatMap(([path, field]): MapChange[] => {
      const was = old.get(path)
      if (!was) return [change(after.name, path, 'added')]
      const changed = partsOf(was, field)
      return changed.length > 0 ? [change(after.name, path, 'changed', changed)] : []
    }),
    ...[...old.keys()].filter((path) => !now.has(path)).map((path) => change(after.name, path, 'removed')),
  ]
}

const flat = (fields: readonly Field[], above = ''): Map<string, Field> =>
  new Map(
    fields.flatMap((field) => [
      [`${above}${field.name}`, field] as const,
      ...flat(field.fields, `${above}${field.name}.`),
    ]),
  )

/** Names of the members that differ; fields are compared one by one elsewhere. */
const partsOf = (before: object, after: object): string[] => {
  const [old, now] = [new Map(Object.entries(before)), new Map(Object.entries(after))]
  return [...new Set([...old.keys(), ...now.keys()])].filter(
    (part) => part !== 'fields' && JSON.stringify(old.get(part)) !== JSON.stringify(now.get(part)),
  )
}
