import { knownDatasets } from '#data/sources/known-dataset.ts'
import { BEYOND_MAP, BEYOND_MAP_TYPE, withBeyond } from '#domain/dataset/beyond-map.ts'
import type { Collection, Label } from '#domain/dataset/dataset.ts'

/** A collection as the map says with which its task was run. @returns undefined where no map names it */
export const collectionIn = (dataset: { id: string; yaml: string }, name: string): Collection | undefined =>
  knownDatasets(dataset)
    .flatMap(({ collections }) => collections)
    .find((collection) => collection.name === name)

type Found = { collection: string; types: unknown; task: { dataset: { id: string; yaml: string } } }

/** The same of what was found: where its source said more than its map, with a field for that. */
export function collectionOf({ collection, types, task }: Found): Collection | undefined {
  const known = collectionIn(task.dataset, collection)
  const isBeyond = types instanceof Object && BEYOND_MAP in types && types[BEYOND_MAP] === BEYOND_MAP_TYPE
  return isBeyond ? withBeyond(known, collection) : known
}

/** What people read instead of a collection's name; without a map, the name. */
export const labelIn = (dataset: { id: string; yaml: string }, collection: string): Label =>
  collectionIn(dataset, collection)?.label ?? { id: collection, en: collection }
