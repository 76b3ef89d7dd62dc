import type { Dataset } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'

const MOST_KNOWN = 200

// Reading a map takes tens of milliseconds, and a version of one never changes.
const known = new Map<string, readonly Dataset[]>()

/** A stored version of a map, read once; empty when it cannot be read. */
export function knownDatasets({ id, yaml }: { id: string; yaml: string }): readonly Dataset[] {
  const before = known.get(id)
  if (before) return before
  const read = readDataset(yaml)
  const datasets = read.ok ? read.value : []
  const [oldest] = known.keys()
  if (known.size >= MOST_KNOWN && oldest !== undefined) known.delete(oldest)
  known.set(id, datasets)
  return datasets
}
