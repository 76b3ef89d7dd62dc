import type { Temporal } from 'temporal-polyfill'
import { chunks } from '#connectors/chunks.ts'
import type { Connector, RowKey, SourceCheck } from '#connectors/contract.ts'
import { erasureOrder } from '#connectors/erasure-plan.ts'
import { ownerDigest, ownerFields } from '#connectors/owner.ts'
import { type Match, matchLedger } from '#data/ledger/match.ts'
import { addReplayed, announceReplays, type Replayed } from '#data/ledger/record-replay.ts'
import type { Actor } from '#domain/actor.ts'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { buildGraph, type Graph, type Node } from '#domain/dataset/graph.ts'
import { type ErasurePlan, type ErasureStep, keyName } from '#domain/erasure/plan.ts'

/**
 * `known`: rows with the key of one that was erased; `back`: those that hold again what was erased; `left`: another
 * row got that key, or it says something else of whose it is; `blocked`: the source does not let it go.
 */
export type Counts = {
  scanned: number
  known: number
  back: number
  deleted: number
  changed: number
  left: number
  blocked: number
}
export type ReplayInput = {
  actor: Actor
  sourceId: string
  collections: readonly string[]
  dataset: Dataset
  connector: Connector
  runAt: Temporal.Instant
  isDry: boolean
  signal: AbortSignal
}
type Replay = ReplayInput & { graph: Graph; check: SourceCheck }

const BATCH_KEYS = 1_000

/**
 * Looks through the collections in which something was erased, children first, and erases again what is back. Only keys
 * are read of rows that are not in the ledger, a batch at a time; a second run finds nothing left to do.
 */
export async function replayLedger(input: ReplayInput): Promise<Record<string, Counts>> {
  const { dataset, connector, signal, collections, actor, sourceId, runAt, isDry } = input
  const graph = buildGraph([dataset])
  const replay = { ...input, graph, check: await connector.check(signal) }
  const order = erasureOrder(graph, dataset.key, replay.check).flatMap((id) => graph.nodes.get(id) ?? [])
  const counts: Record<string, Counts> = {}
  for (const node of order)
    if (collections.includes(node.collection.name)) counts[node.collection.name] = await replayCollection(replay, node)
  if (!isDry) await announceReplays(actor, sourceId, runAt)
  return counts
}

async function replayCollection(replay: Replay, node: Node): Promise<Counts> {
  const { connector, signal, actor, sourceId } = replay
  const collection = node.collection.name
  const counts = { scanned: 0, known: 0, back: 0, deleted: 0, changed: 0, left: 0, blocked: 0 }
  for await (const all of connector.keys(collection, signal))
    for (const keys of chunks(all, BATCH_KEYS)) {
      counts.scanned += keys.length
      const matches = await matchLedger(actor, { sourceId, collection, keys })
      counts.known += new Set(matches.map(({ key }) => keyName(key))).size
      for (const [requestId, own] of Map.groupBy(matches, (match) => match.requestId))
        await replayRequest(replay, node, requestId, own, counts)
    }
  return counts
}

async function replayRequest(
  replay: Replay,
  node: Node,
  requestId: string,
  matches: readonly Match[],
  counts: Counts,
): Promise<void> {
  const { connector, signal, actor, sourceId, runAt, isDry } = replay
  const back = await connector.remaining(planOf(replay, node, matches), signal)
  const keys = keysOf(back)
  if (keys.length === 0) return
  const owned = await ownedKeys(replay, node, keys, matches)
  const plan = planOf(
    replay,
    node,
    matches.filter(({ key }) => owned.has(keyName(key))),
    back,
  )
  counts.back += keys.length
  counts.left += keys.length - owned.size
  if (isDry || owned.size === 0) return
  const erased = await connector.erase(plan, signal)
  if (!erased.ok) {
    counts.blocked += owned.size
    return
  }
  const { deleted = 0, changed = 0 } = erased.value[node.collection.name] ?? {}
  counts.deleted += deleted
  counts.changed += changed
  const requests = new Map<string, Replayed>([[requestId, { deleted, changed }]])
  await addReplayed(actor, { sourceId, requests, runAt })
}

const keysOf = ({ steps }: ErasurePlan): RowKey[] => [
  ...new Map(
    steps
      .flatMap(({ delete: deleted, change }) => [...deleted, ...change.flatMap(({ keys }) => keys)])
      .map((key) => [keyName(key), key] as const),
  ).values(),
]

/** What was done to these rows, as a plan; with `within`, only as far as that plan goes. */
function planOf(
  { dataset, check }: Replay,
  { collection }: Node,
  matches: readonly Match[],
  within?: ErasurePlan,
): ErasurePlan {
  const still = within && new Set(keysOf(within).map(keyName))
  const rows = matches.filter(({ key }) => still?.has(keyName(key)) ?? true)
  const changed = Map.groupBy(rows, ({ changes }) => JSON.stringify(changes))
  const gone = new Set(rows.filter(({ changes }) => !changes).map(({ key }) => keyName(key)))
  const step: ErasureStep = {
    collection: collection.name,
    key: check.collections[collection.name]?.key ?? [],
    delete: rows.filter(({ changes }) => !changes).map(({ key }) => key),
    change: [...changed.values()].flatMap((group) => {
      const fields = group[0]?.changes
      const keys = group.map(({ key }) => key).filter((key) => !gone.has(keyName(key)))
      return fields && keys.length > 0 ? [{ fields, keys }] : []
    }),
    kept: [],
    held: [],
  }
  return { dataset: dataset.key, salt: matches[0]?.salt ?? '', steps: [step], obstacles: [] }
}

/** Of these keys, those whose row is the one that was erased, by what it says of whose it is. */
async function ownedKeys(
  { connector, signal, graph, check }: Replay,
  node: Node,
  keys: readonly RowKey[],
  matches: readonly Match[],
): Promise<Set<string>> {
  const fields = ownerFields(graph, node)
  const byKey = Map.groupBy(matches, ({ key }) => keyName(key))
  const owned = new Set<string>()
  const asked = { fields: check.collections[node.collection.name]?.key ?? [], values: keys }
  for await (const rows of connector.read(node.collection.name, [asked], signal))
    for (const { key, values } of rows) {
      const digest = ownerDigest(fields, values)
      if (byKey.get(keyName(key))?.some(({ isOwner }) => isOwner(digest))) owned.add(keyName(key))
    }
  return owned
}
