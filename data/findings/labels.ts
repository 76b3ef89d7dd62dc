import { knownDatasets } from '#data/sources/known-dataset.ts'
import type { Collection, Label } from '#domain/dataset/dataset.ts'

/** A collection as the map says with which its task was run. @returns undefined where no map names it */
export const collectionIn = (dataset: { id: string; yaml: string }, name: string): Collection | undefined =>
  knownDatasets(dataset)
    .flatMap(({ collections }) => collections)
    .find((collection) => collection.name === name)

/** What people read instead of a collection's name; without a map, the name. */
export const labelIn = (dataset: { id: string; yaml: string }, collection: string): Label =>
  collectionIn(dataset, collection)?.label ?? { id: collection, en: collection }
