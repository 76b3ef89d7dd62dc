import { type Connector, SourceFault } from '#connectors/contract.ts'
import { openPostgres } from '#connectors/postgres.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { buildGraph, type Graph } from '#domain/dataset/graph.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'

export type OpenSource = { connector: Connector; dataset: Dataset; graph: Graph }

/** @throws SourceFault 'schema_mismatch' when the stored map cannot be read, or holds more datasets than its one source */
export function openSource(task: Pick<ClaimedTask, 'yaml' | 'connection'>): OpenSource {
  const read = readDataset(task.yaml)
  const [dataset, ...others] = read.ok ? read.value : []
  if (!dataset || others.length > 0) throw new SourceFault('schema_mismatch')
  return { dataset, graph: buildGraph([dataset]), connector: openPostgres(task.connection.url, dataset) }
}
