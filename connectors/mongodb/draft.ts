import type { LiveSchema } from '#domain/dataset/draft.ts'
import { LIMITS } from '../limits.ts'
import { collectionNames, readCatalog, SAMPLE_ROWS } from './catalog.ts'
import { ask, serverAt } from './server.ts'
import { type Document, dataTypeOf } from './values.ts'

/** Every collection of a database with the fields that a sample shows. Reads only. @throws SourceFault */
export async function readMongoSchema(url: string, schema: string | null, signal: AbortSignal): Promise<LiveSchema> {
  const server = serverAt(url, schema, LIMITS)
  try {
    return await ask(signal, async () => {
      const { db } = server
      const collections = await collectionNames(server)
      const catalog = await readCatalog(server, { collections: collections.map((name) => ({ name, fields: [] })) })
      const tables = []
      for (const { name, key, columns } of catalog.tables.values()) {
        const sample = await db
          .collection<Document>(name)
          .aggregate<Document>([{ $sample: { size: SAMPLE_ROWS } }], { maxTimeMS: LIMITS.statementTimeoutMs })
          .toArray()
        tables.push({
          name,
          key,
          columns: Object.entries(columns).map(([field, { seen }]) => ({
            name: field,
            dataType: dataTypeOf(seen),
            samples: sample.flatMap((document) => (typeof document[field] === 'string' ? [document[field]] : [])),
          })),
        })
      }
      return { schema: db.databaseName, tables, links: [] }
    })
  } finally {
    await server.client.close()
  }
}
