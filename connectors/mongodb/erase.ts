import type { AnyBulkWriteOperation, ClientSession } from 'mongodb'
import { deedsOf, type ErasurePlan, type ErasureStep, type Fields } from '#domain/erasure/plan.ts'
import type { ErasedCounts, GoneCounts, Obstacle, Remaining, RowKey } from '../contract.ts'
import { schemaObstacles } from '../obstacles.ts'
import type { Catalog } from './catalog.ts'
import { fitsChange, type Open, openFields, updateOf } from './new-value.ts'
import { byKeys, keyOf } from './query.ts'
import { ask, type Server } from './server.ts'
import { type Document, RAW } from './values.ts'

const CHUNK_KEYS = 1_000

const plannedRows = (step: ErasureStep): number => deedsOf(step).reduce((sum, { rows }) => sum + rows, 0)

export const obstaclesOf = (catalog: Catalog, plan: ErasurePlan): Obstacle[] => [
  ...plan.obstacles,
  ...plan.steps.flatMap((step) => schemaObstacles(catalog, step, fitsChange)),
]

/** The documents of these keys that still exist, with the fields that count. */
async function* documents(
  { db, limits }: Server,
  collection: string,
  keys: readonly RowKey[],
  fields: readonly string[],
  session?: ClientSession,
): AsyncGenerator<Document> {
  const projection = Object.fromEntries(['_id', ...fields.map(topOf)].map((field) => [field, 1]))
  yield* db
    .collection<Document>(collection)
    .find(byKeys(keys), { projection, maxTimeMS: limits.statementTimeoutMs, ...RAW, ...(session ? { session } : {}) })
}

const topOf = (field: string): string => field.split('.')[0] ?? field

/** One request a chunk of keys; the counts are what the server reported. */
export async function erasePlan(server: Server, plan: ErasurePlan, session?: ClientSession): Promise<ErasedCounts> {
  const within = session ? { session } : {}
  const counts: Record<string, ErasedCounts[string]> = {}
  for (const step of plan.steps) {
    const collection = server.db.collection(step.collection)
    const fields: Record<string, number> = {}
    let [changed, deleted] = [0, 0]
    for (const deed of deedsOf(step))
      for await (const keys of deed.keys(CHUNK_KEYS)) {
        if (!deed.fields) {
          deleted += (await collection.deleteMany(byKeys(keys), within)).deletedCount
          continue
        }
        const rows = await changeDocuments(server, step.collection, deed.fields, keys, plan.salt, session)
        changed += rows
        for (const field of Object.keys(deed.fields)) fields[field] = (fields[field] ?? 0) + rows
      }
    counts[step.collection] = { planned: plannedRows(step), deleted, changed, fields }
  }
  return counts
}

/** What a document shall hold may depend on what it holds. @returns how many hold it now, also those that did before */
async function changeDocuments(
  server: Server,
  name: string,
  changes: Fields,
  keys: readonly RowKey[],
  salt: string,
  session?: ClientSession,
): Promise<number> {
  const writes: AnyBulkWriteOperation[] = []
  let already = 0
  for await (const document of documents(server, name, keys, Object.keys(changes), session)) {
    const open = openFields(document, changes, keyOf(document._id), salt)
    const update = updateOf(open)
    if (update) writes.push({ updateOne: { filter: stillHolding(document, open), update } })
    else already += 1
  }
  if (writes.length === 0) return already
  const done = await server.db.collection(name).bulkWrite(writes, { ordered: false, ...(session ? { session } : {}) })
  return already + done.matchedCount
}

/** What is changed inside is written whole: the document must still hold what that was made of. */
const stillHolding = (document: Document, { fields, values }: Open): object => {
  const tops = [...values.keys()].filter((top) => !fields.includes(top))
  return Object.fromEntries(['_id', ...tops].map((name) => [name, { $eq: document[name] }]))
}

type Still = { fields: Fields | null; keys: readonly RowKey[]; open: Readonly<Record<string, number>> }

/** The documents, a chunk of keys at a time, on which the plan was not carried out. */
async function* stillOpen(server: Server, step: ErasureStep, salt: string): AsyncGenerator<Still> {
  for (const { fields, keys } of deedsOf(step)) {
    const names = Object.keys(fields ?? {})
    for await (const some of keys(CHUNK_KEYS)) {
      const left: RowKey[] = []
      const open: Record<string, number> = Object.fromEntries(names.map((field) => [field, 0]))
      for await (const document of documents(server, step.collection, some, names)) {
        const differing = openFields(document, fields ?? {}, keyOf(document._id), salt).fields
        if (!fields || differing.length > 0) left.push(keyOf(document._id))
        for (const field of differing) open[field] = (open[field] ?? 0) + 1
      }
      yield { fields, keys: left, open }
    }
  }
}

export async function stillThere(server: Server, plan: ErasurePlan): Promise<GoneCounts> {
  const counts: Record<string, GoneCounts[string]> = {}
  for (const step of plan.steps) {
    const planned = plannedRows(step)
    const open: Record<string, { stillThere: number }> = {}
    let still = 0
    for await (const { keys, open: fields } of stillOpen(server, step, plan.salt)) {
      still += keys.length
      for (const [field, rows] of Object.entries(fields))
        open[field] = { stillThere: (open[field]?.stillThere ?? 0) + rows }
    }
    counts[step.collection] = { planned, gone: planned - still, stillThere: still, fields: open }
  }
  return counts
}

export async function* remainingOf(server: Server, plan: ErasurePlan, signal: AbortSignal): AsyncGenerator<Remaining> {
  for (const step of plan.steps) {
    const open = stillOpen(server, step, plan.salt)
    for (let next = await ask(signal, () => open.next()); !next.done; next = await ask(signal, () => open.next())) {
      const { fields, keys } = next.value
      if (keys.length > 0) yield { collection: step.collection, fields, keys }
    }
  }
}
