import type { Label } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'

// Reading a map takes tens of milliseconds, and a version of one never changes.
const known = new Map<string, ReadonlyMap<string, Label>>()

/** What people read instead of a collection's name, by the map its task was run with; without one, the name. */
export function labelIn(dataset: { id: string; yaml: string }, collection: string): Label {
  const labels = known.get(dataset.id) ?? readLabels(dataset.yaml)
  known.set(dataset.id, labels)
  return labels.get(collection) ?? { id: collection, en: collection }
}

function readLabels(yaml: string): ReadonlyMap<string, Label> {
  const read = readDataset(yaml)
  const collections = read.ok ? read.value.flatMap((dataset) => dataset.collections) : []
  return new Map(collections.map(({ name, label }) => [name, label]))
}
