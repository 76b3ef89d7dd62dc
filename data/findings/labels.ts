import { knownDatasets } from '#data/sources/known-dataset.ts'
import type { Label } from '#domain/dataset/dataset.ts'

/** What people read instead of a collection's name, by the map its task was run with; without one, the name. */
export const labelIn = (dataset: { id: string; yaml: string }, collection: string): Label =>
  knownDatasets(dataset)
    .flatMap(({ collections }) => collections)
    .find(({ name }) => name === collection)?.label ?? { id: collection, en: collection }
