import type { AnyBulkWriteOperation, ClientSession } from 'mongodb'
import { chunks } from '../chunks.ts'
import type { ErasedCounts, GoneCounts, Obstacle, RowKey } from '../contract.ts'
import type { Changes, ErasurePlan, ErasureStep } from '../erasure-plan.ts'
import { schemaObstacles } from '../obstacles.ts'
import type { Catalog } from './catalog.ts'
import { fitsChange, openFields, updateOf } from './new-value.ts'
import { byKeys, keyOf } from './query.ts'
import type { Server } from './server.ts'
import { type Document, RAW } from './values.ts'

const CHUNK_KEYS = 1_000

const plannedRows = (step: ErasureStep): number =>
  step.delete.length + step.change.reduce((sum, { keys }) => sum + keys.length, 0)

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
  const projection = Object.fromEntries(['_id', ...fields].map((field) => [field, 1]))
  yield* db
    .collection<Document>(collection)
    .find(byKeys(keys), { projection, maxTimeMS: limits.statementTimeoutMs, ...RAW, ...(session ? { session } : {}) })
}

/** One request a chunk of keys; the counts are what the server reported. */
export async function erasePlan(server: Server, plan: ErasurePlan, session?: ClientSession): Promise<ErasedCounts> {
  const within = session ? { session } : {}
  const counts: Record<string, ErasedCounts[string]> = {}
  for (const step of plan.steps) {
    const collection = server.db.collection(step.collection)
    const fields: Record<string, number> = {}
    let changed = 0
    for (const changes of step.change)
      for (const keys of chunks(changes.keys, CHUNK_KEYS)) {
        const rows = await changeDocuments(server, step.collection, changes, keys, plan.salt, session)
        changed += rows
        for (const field of Object.keys(changes.fields)) fields[field] = (fields[field] ?? 0) + rows
      }
    let deleted = 0
    for (const keys of chunks(step.delete, CHUNK_KEYS))
      deleted += (await collection.deleteMany(byKeys(keys), within)).deletedCount
    counts[step.collection] = { planned: plannedRows(step), deleted, changed, fields }
  }
  return counts
}

/** What a document shall hold may depend on what it holds. @returns how many hold it now, also those that did before */
async function changeDocuments(
  server: Server,
  name: string,
  changes: Changes,
  keys: readonly RowKey[],
  salt: string,
  session?: ClientSession,
): Promise<number> {
  const writes: AnyBulkWriteOperation[] = []
  let already = 0
  for await (const document of documents(server, name, keys, Object.keys(changes.fields), session)) {
    const update = updateOf(openFields(document, changes, keyOf(document._id), salt))
    if (update) writes.push({ updateOne: { filter: { _id: { $eq: document._id } } as object, update } })
    else already += 1
  }
  if (writes.length === 0) return already
  const done = await server.db.collection(name).bulkWrite(writes, { ordered: false, ...(session ? { session } : {}) })
  return already + done.matchedCount
}

type Still = { changes: Changes | null; keys: readonly RowKey[]; fields: Readonly<Record<string, number>> }

/** The documents, a chunk of keys at a time, on which the plan was not carried out. */
async function* stillOpen(server: Server, step: ErasureStep, salt: string): AsyncGenerator<Still> {
  for (const keys of chunks(step.delete, CHUNK_KEYS)) {
    const open: RowKey[] = []
    for await (const { _id } of documents(server, step.collection, keys, [])) open.push(keyOf(_id))
    yield { changes: null, keys: open, fields: {} }
  }
  for (const changes of step.change)
    for (const keys of chunks(changes.keys, CHUNK_KEYS)) {
      const open: RowKey[] = []
      const fields: Record<string, number> = Object.fromEntries(Object.keys(changes.fields).map((field) => [field, 0]))
      for await (const document of documents(server, step.collection, keys, Object.keys(changes.fields))) {
        const left = openFields(document, changes, keyOf(document._id), salt)
        if (left.size > 0) open.push(keyOf(document._id))
        for (const field of left.keys()) fields[field] = (fields[field] ?? 0) + 1
      }
      yield { changes, keys: open, fields }
    }
}

export async function stillThere(server: Server, plan: ErasurePlan): Promise<GoneCounts> {
  const counts: Record<string, GoneCounts[string]> = {}
  for (const step of plan.steps) {
    const planned = plannedRows(step)
    const open: Record<string, { stillThere: number }> = {}
    let still = 0
    for await (const { keys, fields } of stillOpen(server, step, plan.salt)) {
      still += keys.length
      for (const [field, rows] of Object.entries(fields))
        open[field] = { stillThere: (open[field]?.stillThere ?? 0) + rows }
    }
    counts[step.collection] = { planned, gone: planned - still, stillThere: still, fields: open }
  }
  return counts
}

export async function remainingOf(server: Server, plan: ErasurePlan): Promise<ErasurePlan> {
  const steps: ErasureStep[] = []
  for (const step of plan.steps) {
    const left = { ...step, delete: [] as RowKey[], change: [] as Changes[] }
    for await (const { changes, keys } of stillOpen(server, step, plan.salt)) {
      if (!changes) left.delete.push(...keys)
      else if (keys.length > 0) left.change.push({ fields: changes.fields, keys })
    }
    if (left.delete.length + left.change.length > 0) steps.push(left)
  }
  return { ...plan, steps }
}
