import type { LiveColumnDraft, LiveSchema } from '#domain/dataset/draft.ts'
import { LIMITS } from '../limits.ts'
import { collectionNames, readCatalog, SAMPLE_ROWS } from './catalog.ts'
import { ask, serverAt } from './server.ts'
import { type Document, dataTypeOf, RAW, typeOf } from './values.ts'

/** Every collection of a database with the fields that a sample shows. Reads only. @throws SourceFault */
export async function readMongoSchema(url: string, schema: string | null, signal: AbortSignal): Promise<LiveSchema> {
  const server = serverAt(url, schema, LIMITS)
  try {
    return await ask(signal, async () => {
      const { db } = server
      const collections = await collectionNames(server)
      const catalog = await readCatalog(server, { collections: collections.map((name) => ({ name, fields: [] })) })
      const tables = []
      for (const { name, key } of catalog.tables.values()) {
        const sample = await db
          .collection<Document>(name)
          .aggregate<Document>([{ $sample: { size: SAMPLE_ROWS } }], { maxTimeMS: LIMITS.statementTimeoutMs, ...RAW })
          .toArray()
        tables.push({ name, key, columns: columnsOf(sample.length > 0 ? sample : [{ _id: null }]) })
      }
      return { schema: db.databaseName, tables, links: [] }
    })
  } finally {
    await server.client.close()
  }
}

const DEEPEST = 5
const MOST_FIELDS = 200

/** Every field that one of these documents has, and what stands inside it, through lists. */
function columnsOf(documents: readonly Document[], depth = 0): LiveColumnDraft[] {
  const names = [...new Set(documents.flatMap((document) => Object.keys(document)))].slice(0, MOST_FIELDS)
  return names.map((name) => {
    const values = documents.flatMap((document) => (Object.hasOwn(document, name) ? [document[name]] : []))
    const parts = values.flatMap(elementsOf)
    const type = dataTypeOf(parts.map(typeOf))
    const inside = parts.filter((part): part is Document => typeOf(part) === 'object')
    const fields = depth < DEEPEST ? columnsOf(inside, depth + 1) : []
    return {
      name,
      dataType: type !== null && values.some(Array.isArray) ? `${type}[]` : type,
      samples: parts.flatMap((part) => (typeof part === 'string' ? [part] : [])),
      ...(fields.length > 0 ? { fields } : {}),
    }
  })
}

const elementsOf = (value: unknown): unknown[] => (Array.isArray(value) ? value.flatMap(elementsOf) : [value])
