import { type Connector, SourceFault } from '#connectors/contract.ts'
import { openConnector } from '#connectors/open.ts'
import type { ClaimedTask } from '#data/tasks/claim.ts'
import { addressOf } from '#domain/connection.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { buildGraph, type Graph } from '#domain/dataset/graph.ts'
import { linkedTo } from '#domain/dataset/linked.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'

/** `graph` and `connectors` also know the sources that references lead to; `connector` is the task's own. */
export type OpenSource = {
  connector: Connector
  dataset: Dataset
  graph: Graph
  connectors: Readonly<Record<string, Connector>>
  /** the sources that references connect with this one */
  linkedSourceIds: readonly string[]
  close: () => Promise<void>
}

type Openable = Pick<ClaimedTask, 'yaml' | 'connection'> & {
  others: readonly (Omit<ClaimedTask['others'][number], 'sourceId'> & { sourceId?: string })[]
}

/** @throws SourceFault 'schema_mismatch' when the stored map cannot be read, or holds more datasets than its one source */
export function openSource(task: Openable): OpenSource {
  const dataset = onlyDataset(task.yaml)
  if (!dataset) throw new SourceFault('schema_mismatch')
  const others = task.others.flatMap(({ sourceId, yaml, connection }) => {
    const other = onlyDataset(yaml)
    return other && other.key !== dataset.key ? [{ dataset: other, connection, sourceId }] : []
  })
  const linked = linkedTo(dataset, others)
  const connector = openAt(addressOf(task.connection), dataset)
  const away = linked.map((one) => [one.dataset.key, openAt(addressOf(one.connection), one.dataset)] as const)
  const connectors = Object.fromEntries([...away, [dataset.key, connector]])
  return {
    connector,
    dataset,
    graph: buildGraph([dataset, ...linked.map((one) => one.dataset)]),
    connectors,
    linkedSourceIds: linked.flatMap(({ sourceId }) => sourceId ?? []),
    close: async () => void (await Promise.all(Object.values(connectors).map((one) => one.close()))),
  }
}

/** @throws SourceFault 'schema_mismatch' when no kind of source has such an address */
function openAt(url: string, dataset: Dataset): Connector {
  const connector = openConnector(url, dataset)
  if (!connector) throw new SourceFault('schema_mismatch')
  return connector
}

function onlyDataset(yaml: string): Dataset | null {
  const read = readDataset(yaml)
  const [dataset, ...more] = read.ok ? read.value : []
  return dataset && more.length === 0 ? dataset : null
}
