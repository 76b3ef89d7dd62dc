import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { inject } from 'vitest'
import type { Dataset } from '#domain/dataset/dataset.ts'
import { readDataset } from '#domain/dataset/read-dataset.ts'

export type ScratchDatabase = { url: string; name: string; sql: pg.Pool; drop: () => Promise<void> }

/** For tests: a database of its own on the run's server. */
export async function scratchDatabase(ddl: string): Promise<ScratchDatabase> {
  const name = `source_${randomUUID().replaceAll('-', '')}`
  const asAdmin = async (text: string) => {
    const client = new pg.Client(inject('databaseUrl'))
    await client.connect()
    await client.query(text).finally(() => client.end())
  }
  await asAdmin(`CREATE DATABASE ${name}`)
  const url = new URL(inject('databaseUrl'))
  url.pathname = `/${name}`
  const sql = new pg.Pool({ connectionString: url.href, max: 2 })
  sql.on('error', () => {})
  await sql.query(ddl)
  const drop = async () => {
    await sql.end()
    await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`)
  }
  return { url: url.href, name, sql, drop }
}

/** For tests: the one dataset of a file that must be right. */
export function datasetOf(yaml: string): Dataset {
  const read = readDataset(yaml)
  const dataset = read.ok ? read.value[0] : undefined
  if (!dataset) throw new Error(JSON.stringify(read))
  return dataset
}
