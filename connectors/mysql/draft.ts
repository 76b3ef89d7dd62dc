import type { LiveSchema } from '#domain/dataset/draft.ts'
import { SourceFault } from '../contract.ts'
import { LIMITS } from '../limits.ts'
import { type Catalog, readCatalog, type Table, tableName, tableNames } from './catalog.ts'
import { quote } from './literals.ts'
import { enter, type Session, serverAt } from './session.ts'
import { dataTypeOf } from './types.ts'

const SAMPLE_ROWS = 200

/** Every table of a database with its keys, foreign keys and a few values of its text columns. Reads only. @throws SourceFault */
export async function readMysqlSchema(url: string, schema: string | null, signal: AbortSignal): Promise<LiveSchema> {
  const server = serverAt(url, LIMITS)
  const database = schema ?? server.database
  if (database === '') throw new SourceFault('schema_mismatch')
  try {
    const session = await enter(server, false, signal)
    try {
      const collections = (await tableNames(session, database)).map((name) => ({ name, fields: [] }))
      const catalog = await readCatalog(session, database, { collections }, false)
      await session.begin('READ ONLY')
      const tables = []
      for (const { name } of collections) {
        const table = catalog.tables.get(name)
        if (table) tables.push(await draftTable(session, catalog, table))
      }
      return { schema: database, tables, links: linksOf(catalog) }
    } finally {
      await session.end('ROLLBACK')
    }
  } finally {
    await server.pool.promise().end()
  }
}

async function draftTable(session: Session, catalog: Catalog, table: Table) {
  const columns = Object.entries(table.columns)
  const looked = columns.filter(([, { text, readable }]) => text && readable).map(([name]) => name)
  const sample = looked.map((name) => `LEFT(t.${quote(name)}, 200)`).join(', ')
  const rows =
    looked.length === 0
      ? []
      : await session.query(`SELECT ${sample} FROM ${tableName(catalog, table)} AS t LIMIT ${SAMPLE_ROWS}`)
  return {
    name: table.name,
    key: table.key,
    columns: columns.map(([name, column]) => ({
      name,
      dataType: dataTypeOf(column),
      samples: rows.flatMap((row) => row[looked.indexOf(name)]?.toString('utf8') || []),
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
