import { randomUUID } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { inject } from 'vitest'
import { startPostgres } from '#prisma/embedded.ts'
import { livingServer } from '#prisma/postmaster.ts'
import { openPostgres } from '../postgres.ts'
import type { Dialect, Harness, Row, Scratch } from '../suite/harness.ts'
import { TYPES } from './test-types.ts'

const AS_TEXT: pg.CustomTypesConfig = { getTypeParser: () => (value: unknown) => value }

const quote = pg.escapeIdentifier
const trigger = (table: string, event: string, name: string, body: string): string[] => [
  `CREATE FUNCTION ${name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN ${body}; RETURN coalesce(NEW, OLD); END $$`,
  `CREATE TRIGGER ${name} BEFORE ${event} ON ${table} FOR EACH ROW EXECUTE FUNCTION ${name}()`,
]
const ring = (extra: string) => [
  `CREATE TABLE man (id int PRIMARY KEY, email varchar(40), wife int)`,
  `CREATE TABLE woman (id int PRIMARY KEY, husband int REFERENCES man)`,
  `ALTER TABLE man ADD FOREIGN KEY (wife) REFERENCES woman`,
  `INSERT INTO man VALUES (1, 'me@x', NULL)`,
  `INSERT INTO woman VALUES (1, 1)`,
  `UPDATE man SET wife = 1`,
  ...(extra ? extra.split('; ') : []),
]

const dialect: Dialect = {
  quote,
  longText: 'text',
  local: 'timestamp',
  instant: 'timestamptz',
  uuid: 'uuid',
  bytes: 'bytea',
  list: { type: 'text[]', value: `'{a}'` },
  json: 'jsonb',
  nocase: 'varchar(40)',
  dropKey: (table) => `ALTER TABLE ${table} DROP CONSTRAINT ${table}_pkey`,
  slow: (table, event) => trigger(table, event, 'slow', 'PERFORM pg_sleep(30)'),
  dropSlow: (table) => `DROP TRIGGER slow ON ${table}`,
  idle: (table) => trigger(table, 'DELETE', 'idle', 'NULL'),
  lowers: (table, field) => trigger(table, 'UPDATE', 'lowers', `NEW.${field} := lower(NEW.${field})`),
  rings: {
    loose: ring(''),
    tight: ring('ALTER TABLE man ALTER wife SET NOT NULL; ALTER TABLE woman ALTER husband SET NOT NULL'),
  },
}

/** A database of its own on the server at this address. */
async function scratchOn(serverUrl: string, ddl: readonly string[]): Promise<Scratch> {
  const name = `source_${randomUUID().replaceAll('-', '')}`
  const asAdmin = async (text: string) => {
    const client = new pg.Client(serverUrl)
    await client.connect()
    await client.query(text).finally(() => client.end())
  }
  await asAdmin(`CREATE DATABASE ${name}`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const sql = new pg.Pool({ connectionString: url.href, max: 2, options: '-c timezone=UTC' })
  sql.on('error', () => {})
  const roles: string[] = []
  const run = async (...statements: string[]) => {
    for (const statement of statements) await sql.query(statement)
  }
  await run(...ddl)
  return {
    url: url.href,
    run,
    async insertTexts(table, words) {
      await sql.query(`CREATE TABLE ${table} (word text)`)
      await sql.query(`INSERT INTO ${table} SELECT * FROM unnest($1::text[])`, [words])
    },
    rows: async (table) =>
      (await sql.query<Row>({ text: `SELECT * FROM ${table} ORDER BY 1, 2`, types: AS_TEXT })).rows.map((row) => ({
        ...row,
      })),
    async elsewhere() {
      await sql.query('CREATE SCHEMA far')
      return 'far'
    },
    async account(...grants) {
      const role = `weak_${randomUUID().slice(0, 8)}`
      roles.push(role)
      await sql.query(`CREATE ROLE ${role} LOGIN PASSWORD 'weak'`)
      for (const [rights, table] of grants)
        await sql.query(`GRANT ${rights} ON ${table === '*' ? 'ALL TABLES IN SCHEMA public' : table} TO ${role}`)
      return Object.assign(new URL(url), { username: role, password: 'weak' }).href
    },
    async endSessions() {
      await sql.query(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hakku'`,
      )
    },
    async working(statement, table) {
      for (;;) {
        const { rows } = await sql.query(
          `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'hakku' AND state = 'active' AND query LIKE $1`,
          [`${statement} %${table}%`],
        )
        if (rows.length > 0) return
        await wait(20)
      }
    },
    async drop() {
      for (const role of roles) await sql.query(`DROP OWNED BY ${role}; DROP ROLE ${role}`)
      await sql.end()
      await asAdmin(`DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

export const postgres: Harness = {
  kind: 'PostgreSQL',
  open: openPostgres,
  scratch: (...ddl) => scratchOn(inject('databaseUrl'), ddl),
  dialect,
  types: TYPES,
  async ownServer() {
    const directory = mkdtempSync(join(tmpdir(), 'hakku-killed-'))
    chmodSync(directory, 0o755)
    const files = join(directory, 'db')
    let server = await startPostgres(files, { password: 'test' })
    return {
      scratch: (...ddl) => scratchOn(server.superuserUrl, ddl),
      async kill() {
        const living = livingServer(files)
        if (living) process.kill(living, 'SIGKILL')
        await server.ended
      },
      async start() {
        server = await startPostgres(files, { password: 'test' })
      },
      async stop() {
        await server.stop()
        rmSync(directory, { recursive: true, force: true })
      },
    }
  },
}
