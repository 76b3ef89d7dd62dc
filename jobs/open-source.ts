import { type Connector, SourceFault } from '#connectors/contract.ts'
import { openPostgres } from '#connectors/postgres.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { buildGraph, type Graph } from '#domain/dataset/graph.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'

export type OpenSource = { connector: Connector; dataset: Dataset; graph: Graph }

/** @throws SourceFault 'schema_mismatch' when the stored dataset cannot be read */
export function openSource(task: Pick<ClaimedTask, 'yaml' | 'connection'>): OpenSource {
  const read = readDataset(task.yaml)
  const dataset = read.ok ? read.value[0] : undefined
  if (!dataset) throw new SourceFault('schema_mismatch')
  return { dataset, graph: buildGraph([dataset]), connector: openPostgres(task.connection.url, dataset) }
}
