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
import { countOf, type ErasurePlan, erases, keyName, type PlannedRow, STAYS } from '#domain/erasure/plan.ts'
import { memoryLines, PlanWriter } from '#domain/erasure/plan-file.ts'

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

/** What is back of one request. It waits until all of it is known: its rows may name each other. */
type Back = { writer: PlanWriter; salt: string }
type Backs = Map<string, Back>

/**
 * Looks through the collections in which something was erased and erases again what is back, a request at a time. Only
 * keys are read of rows that are not in the ledger; a second run finds nothing left to do.
 */
export async function replayLedger(input: ReplayInput): Promise<Record<string, Counts>> {
  const { dataset, connector, signal, collections, actor, sourceId, runAt, isDry } = input
  const graph = buildGraph([dataset])
  const replay = { ...input, graph, check: await connector.check(signal) }
  const order = erasureOrder(graph, dataset.key, replay.check).flatMap((id) => graph.nodes.get(id) ?? [])
  const counts: Record<string, Counts> = {}
  const backs: Backs = new Map()
  for (const node of order)
    if (collections.includes(node.collection.name)) counts[node.collection.name] = await look(replay, node, backs)
  if (isDry) return counts
  for (const [requestId, { writer, salt }] of backs)
    await eraseAgain(replay, requestId, await planOf(replay, writer, salt, order), counts)
  await announceReplays(actor, sourceId, runAt)
  return counts
}

async function look(replay: Replay, node: Node, backs: Backs): Promise<Counts> {
  const { connector, signal, actor, sourceId } = replay
  const collection = node.collection.name
  const counts = { scanned: 0, known: 0, back: 0, deleted: 0, changed: 0, left: 0, blocked: 0 }
  for await (const all of connector.keys(collection, signal))
    for (const keys of chunks(all, BATCH_KEYS)) {
      counts.scanned += keys.length
      const matches = await matchLedger(actor, { sourceId, collection, keys })
      counts.known += new Set(matches.map(({ key }) => keyName(key))).size
      for (const [requestId, own] of Map.groupBy(matches, (match) => match.requestId)) {
        const back = backs.get(requestId) ?? { writer: new PlanWriter(memoryLines()), salt: own[0]?.salt ?? '' }
        if (await addBack(replay, node, back, own, counts)) backs.set(requestId, back)
      }
    }
  return counts
}

/** @returns whether something of it is back, and still says that it is theirs */
async function addBack(
  replay: Replay,
  node: Node,
  { writer, salt }: Back,
  matches: readonly Match[],
  counts: Counts,
): Promise<boolean> {
  const collection = node.collection.name
  const rows = [...Map.groupBy(matches, ({ key }) => keyName(key)).values()].flatMap(rowOf)
  const asked = new PlanWriter(memoryLines())
  for (const row of rows) await asked.add(collection, row)
  const back = new Map<string, RowKey>()
  const plan = await planOf(replay, asked, salt, [node])
  for await (const { keys } of replay.connector.remaining(plan, replay.signal))
    for (const key of keys) back.set(keyName(key), key)
  if (back.size === 0) return false
  const owned = await ownedKeys(replay, node, [...back.values()], matches)
  counts.back += back.size
  counts.left += back.size - owned.size
  for (const row of rows) if (owned.has(keyName(row.key))) await writer.add(collection, row)
  return owned.size > 0
}

/** What was done to a row, which may have been several things, one after the other. */
function rowOf(matches: readonly Match[]): PlannedRow[] {
  const remove = matches.some(({ changes }) => changes === null)
  const change = remove ? null : Object.assign({}, ...matches.map(({ changes }) => changes))
  const [first] = matches
  return first ? [{ key: first.key, fate: { ...STAYS, remove, change }, owner: null, names: [], named: [] }] : []
}

const planOf = (
  { dataset, check }: Replay,
  writer: PlanWriter,
  salt: string,
  nodes: readonly Node[],
): Promise<ErasurePlan> =>
  writer.finish(
    { dataset: dataset.key, salt, foreignKeys: [], obstacles: [] },
    nodes.map(({ collection: { name } }) => ({ collection: name, key: check.collections[name]?.key ?? [] })),
  )

/** All of it at once; where the source does not let that go, as much as it does, a collection at a time. */
async function eraseAgain(
  { connector, signal, actor, sourceId, runAt }: Replay,
  requestId: string,
  plan: ErasurePlan,
  counts: Record<string, Counts>,
): Promise<void> {
  const whole = await connector.erase(plan, signal)
  const parts = whole.ok ? [] : plan.steps.map((step) => ({ ...plan, steps: [step] }))
  const results = [whole]
  for (const part of parts) {
    const result = await connector.erase(part, signal)
    results.push(result)
    const [step] = part.steps
    const own = step && counts[step.collection]
    if (!result.ok && own) own.blocked += countOf(step, erases)
  }
  const sum: Replayed = { deleted: 0, changed: 0 }
  for (const [collection, { deleted, changed }] of results.flatMap((one) =>
    one.ok ? Object.entries(one.value) : [],
  )) {
    const own = counts[collection]
    if (own) own.deleted += deleted
    if (own) own.changed += changed
    sum.deleted += deleted
    sum.changed += changed
  }
  if (sum.deleted + sum.changed > 0)
    await addReplayed(actor, { sourceId, requests: new Map([[requestId, sum]]), runAt })
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
