import type { Collection } from '#domain/dataset/dataset.ts'
import { CHUNK_KEYS, chunks } from '../chunks.ts'
import { type Link, type Match, type RowKey, SourceFault, type SourceRow, type Tally } from '../contract.ts'
import { filterOf, keyOf, whichMatch } from './query.ts'
import { ask, type Server } from './server.ts'
import { type Document, exactText, RAW, toJson } from './values.ts'

const BATCH_ROWS = 1_000
const BATCH_LENGTH = 4_000_000
/** Values per match and request: a request may have 48 MB, and each value may be looked for as several types. */
const CHUNK_VALUES = 2_000

/** Request n takes the n-th slice of every match. */
function requests(matches: readonly Match[]): { index: number; match: Match }[][] {
  const slices = matches.map((match) => [...chunks(match.values, CHUNK_VALUES)])
  return Array.from({ length: Math.max(0, ...slices.map(({ length }) => length)) }, (_none, turn) =>
    matches.flatMap((match, index) => {
      const values = slices[index]?.[turn]
      return values ? [{ index, match: { ...match, values } }] : []
    }),
  )
}

/**
 * Streams by the server's own cursor, a batch at a time. A limit on the server would count all batches together: the time
 * until the next one is bounded by the line (server.ts).
 */
export async function* readRows(
  { db, limits }: Server,
  collection: Collection,
  matches: readonly Match[],
  signal: AbortSignal,
): AsyncGenerator<readonly SourceRow[]> {
  const names = collection.fields.map(({ name }) => name)
  const projection = Object.fromEntries(['_id', ...names].map((name) => [name, 1]))
  let left = limits.rows
  for (const parts of requests(matches)) {
    const which = whichMatch(parts.map(({ match }) => match))
    const filter = filterOf(
      collection.fields,
      parts.map(({ match }) => match),
    )
    const cursor = db.collection<Document>(collection.name).find(filter, { projection, batchSize: BATCH_ROWS, ...RAW })
    try {
      let batch: SourceRow[] = []
      let length = 0
      for (;;) {
        const document = await ask(signal, () => cursor.next())
        if (!document) break
        const matched = which(document).map((at) => parts[at]?.index ?? 0)
        if (matched.length === 0) continue
        if (--left < 0) throw new SourceFault('too_many_rows')
        const row = rowFrom(document, names, matched)
        batch.push(row)
        length += row.json?.length ?? 0
        if (batch.length < BATCH_ROWS && length < BATCH_LENGTH) continue
        yield batch
        batch = []
        length = 0
      }
      if (batch.length > 0) yield batch
    } finally {
      await cursor.close().catch(() => {})
    }
  }
}

export function rowFrom(document: Document, names: readonly string[], matched: readonly number[]): SourceRow {
  const at = (name: string) => (Object.hasOwn(document, name) ? document[name] : undefined)
  const values = Object.fromEntries(names.map((name) => [name, toJson(at(name))]))
  const exact = [...new Set(['_id', ...names])].flatMap((name) => {
    const text = exactText(at(name))
    return text === undefined ? [] : [[name, text] as const]
  })
  return {
    key: keyOf(document._id),
    matched,
    values,
    json: JSON.stringify(values),
    exact: Object.fromEntries(exact),
  }
}

/** Looks at no more than `found + 1` documents that can name a value. */
export async function hasMoreRows(
  { db, limits }: Server,
  collection: Collection,
  link: Link,
  tallies: readonly Tally[],
  signal: AbortSignal,
): Promise<readonly boolean[]> {
  const more: boolean[] = []
  const projection = Object.fromEntries(['_id', ...link.fields].map((path) => [path.split('.')[0] ?? '', 1]))
  for (const { values, found } of tallies) {
    const match = { ...link, values: [values] }
    const which = whichMatch([match])
    const cursor = db
      .collection<Document>(collection.name)
      .find(filterOf(collection.fields, [match]), { projection, maxTimeMS: limits.statementTimeoutMs, ...RAW })
    let left = found
    try {
      while (left >= 0) {
        const document = await ask(signal, () => cursor.next())
        if (!document) break
        if (which(document).length > 0) left -= 1
      }
    } finally {
      await cursor.close().catch(() => {})
    }
    more.push(left < 0)
  }
  return more
}

export async function* allKeys(
  { db }: Server,
  collection: string,
  signal: AbortSignal,
): AsyncGenerator<readonly RowKey[]> {
  const cursor = db.collection<Document>(collection).find({}, { projection: { _id: 1 }, sort: { _id: 1 }, ...RAW })
  try {
    let batch: RowKey[] = []
    for (;;) {
      const document = await ask(signal, () => cursor.next())
      if (!document) break
      batch.push(keyOf(document._id))
      if (batch.length < CHUNK_KEYS) continue
      yield batch
      batch = []
    }
    if (batch.length > 0) yield batch
  } finally {
    await cursor.close().catch(() => {})
  }
}
