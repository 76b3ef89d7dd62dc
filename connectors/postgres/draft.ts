import type pg from 'pg'
import type { LiveSchema } from '#domain/dataset/draft.ts'
import { LIMITS } from '../limits.ts'
import { type Catalog, quote, readCatalog, type Table, tableName, tableNames } from './catalog.ts'
import { dataTypeOf } from './check.ts'
import { openPool, withTransaction } from './session.ts'

const SAMPLE_ROWS = 200

/** Every table of a schema with its keys, foreign keys and a few values of its text columns. Reads only. @throws SourceFault */
export async function readPostgresSchema(url: string, wanted: string | null, signal: AbortSignal): Promise<LiveSchema> {
  const schema = wanted ?? 'public'
  const pool = openPool(url, LIMITS)
  try {
    return await withTransaction(pool, LIMITS, 'READ ONLY', signal, async (client) => {
      const names = await tableNames(client, schema)
      const catalog = await readCatalog(client, { schema, collections: names.map((name) => ({ name, fields: [] })) })
      const tables = []
      for (const name of names) {
        const table = catalog.tables.get(name)
        if (table) tables.push(await draftTable(client, catalog, table))
      }
      return { schema, tables, links: linksOf(catalog) }
    })
  } finally {
    await pool.end()
  }
}

async function draftTable(client: pg.PoolClient, catalog: Catalog, table: Table) {
  const columns = Object.entries(table.columns)
  const looked = columns.filter(([, { text, array, readable }]) => text && !array && readable).map(([name]) => name)
  const { rows } =
    looked.length === 0
      ? { rows: [] }
      : await client.query<(string | null)[]>({
          text: `SELECT ${looked.map((name) => `left(t.${quote(name)}::text, 200)`).join(', ')} FROM ${tableName(catalog, table)} t LIMIT ${SAMPLE_ROWS}`,
          rowMode: 'array',
        })
  return {
    name: table.name,
    key: table.key,
    columns: columns.map(([name, column]) => ({
      name,
      dataType: dataTypeOf(column),
      samples: rows.flatMap((row) => row[looked.indexOf(name)] || []),
    })),
  }
}

/** A foreign key over several columns is one link a column. */
const linksOf = ({ foreignKeys }: Catalog) =>
  foreignKeys.flatMap(({ child, childFields, parent, parentFields }) =>
    child === null
      ? []
      : childFields.map((childField, index) => ({ child, childField, parent, parentField: parentFields[index] ?? '' })),
  )
