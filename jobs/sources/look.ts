import { randomUUID } from 'node:crypto'
import type { SourceCheck } from '#connectors/contract.ts'
import { SourceFault } from '#connectors/contract.ts'
import { pingHttpSource } from '#connectors/http/ask.ts'
import { readLiveSchema } from '#connectors/open.ts'
import { mayStop } from '#connectors/stop-problems.ts'
import type { MappedSource, SourceAccess } from '#data/sources/claim-check.ts'
import { addressOf, HttpConnection } from '#domain/connection.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { draftDataset } from '#domain/dataset/draft.ts'
import type { Graph } from '#domain/dataset/graph.ts'
import type { CheckResult, FoundProblem } from '#domain/source/check-result.ts'
import { isQueried } from '#domain/source/kind.ts'
import type { JobContext } from '../define.ts'
import { openSource } from '../open-source.ts'
import { refuseForbiddenHost } from './reachable.ts'

export type Mapped = MappedSource & { others: readonly MappedSource[] }

const LONGEST_MS = 120_000
export const within = (signal: AbortSignal): AbortSignal => AbortSignal.any([signal, AbortSignal.timeout(LONGEST_MS)])

/** Connection, rights, columns, types, keys, and what no identity leads to. Reads only. @throws SourceFault */
export async function checkSource(
  source: Mapped,
  { now, signal }: Pick<JobContext, 'now' | 'signal'>,
): Promise<CheckResult> {
  // A source that answers for itself has no columns to look at; its map was read when it was handed in.
  if (!isQueried(source.kind)) return checkAnswering(source, { now, signal: within(signal) })
  await refuseForbiddenHost(addressOf(source.connection))
  const { connector, dataset, graph, close } = openSource(source)
  const begunMs = performance.now()
  try {
    const check = await connector.check(within(signal))
    return { ...resultOf(dataset, graph, check), milliseconds: Math.round(performance.now() - begunMs) }
  } finally {
    await close()
  }
}

/** Whether a system that is called answers, knows the protocol and shares the secret. Nothing about anybody is sent. */
async function checkAnswering(
  { kind, connection }: Mapped,
  { now, signal }: Pick<JobContext, 'now' | 'signal'>,
): Promise<CheckResult> {
  const begunMs = performance.now()
  const nowSeconds = () => Math.floor(now().epochMilliseconds / 1000)
  if (kind === 'http')
    await pingHttpSource({ connection: HttpConnection.parse(connection), nowSeconds, signal }, randomUUID())
  return { collections: [], problems: [], milliseconds: Math.round(performance.now() - begunMs) }
}

function resultOf(dataset: Dataset, graph: Graph, check: SourceCheck): Omit<CheckResult, 'milliseconds'> {
  const own = (id: string) => graph.nodes.get(id)?.dataset === dataset
  const nameOf = (id: string) => graph.nodes.get(id)?.collection.name ?? id
  const noted = (ids: readonly string[], problem: 'unreachable' | 'beyond_shared_parent'): FoundProblem[] =>
    ids.filter(own).map((id) => ({ collection: nameOf(id), field: null, problem }))
  return {
    collections: dataset.collections.flatMap((collection) => {
      const { name } = collection
      const live = check.collections[name]
      if (!live) return []
      const columns = Object.fromEntries(Object.entries(live.columns).map(([column, { type }]) => [column, type]))
      const { read, change, delete: deleted } = live.rights
      const stop = mayStop(collection, check.problems)
      return [{ name, key: [...live.key], rights: { read, change, delete: deleted, stop }, columns }]
    }),
    problems: [
      ...check.problems.map((found) => ({ field: null, ...found })),
      ...graph.problems
        .filter(({ collection }) => own(collection))
        .map(({ collection, field, problem }) => ({ collection: nameOf(collection), field, problem })),
      ...noted(graph.unreachable, 'unreachable'),
      ...noted(graph.beyond, 'beyond_shared_parent'),
    ],
  }
}

/** A first map, with its guesses marked. Samples are looked at and not repeated. @throws SourceFault */
export async function draftMap(source: SourceAccess, key: string, signal: AbortSignal): Promise<string> {
  const url = addressOf(source.connection)
  await refuseForbiddenHost(url)
  const schema = new URL(url).searchParams.get('schema') ?? 'public'
  const live = await readLiveSchema(url, schema, within(signal))
  if (!live || live.tables.length === 0) throw new SourceFault('schema_mismatch')
  return draftDataset(key, live)
}
