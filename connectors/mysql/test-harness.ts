import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { createPool } from 'mysql2/promise'
import { inject } from 'vitest'
import { startMariaDb } from '#prisma/test-mariadb.ts'
import { openMysql } from '../mysql.ts'
import type { Dialect, Harness, Row, Scratch } from '../suite/harness.ts'
import { quote, text } from './literals.ts'
import { TYPES } from './test-types.ts'

const ring = (must: string, before: string[] = [], after: string[] = []) => [
  ...before,
  `CREATE TABLE man (id int PRIMARY KEY, email varchar(40), wife int ${must})`,
  `CREATE TABLE woman (id int PRIMARY KEY, husband int ${must}, FOREIGN KEY (husband) REFERENCES man (id))`,
  `ALTER TABLE man ADD FOREIGN KEY (wife) REFERENCES woman (id)`,
  `SET foreign_key_checks = 0`,
  `INSERT INTO man VALUES (1, 'me@x', 1)`,
  `INSERT INTO woman VALUES (1, 1)`,
  `SET foreign_key_checks = 1`,
  ...after,
]

const dialect: Dialect = {
  quote,
  longText: 'longtext',
  local: 'datetime(6)',
  instant: 'timestamp(6)',
  uuid: 'uuid',
  bytes: 'blob',
  list: { type: `set('a', 'b')`, value: `'a'` },
  json: 'json',
  nocase: 'varchar(40) CHARACTER SET latin1 COLLATE latin1_swedish_ci',
  dropKey: (table) => `ALTER TABLE ${table} DROP PRIMARY KEY`,
  slow: (table, event) => [`CREATE TRIGGER slow BEFORE ${event} ON ${table} FOR EACH ROW SET @slept = SLEEP(30)`],
  dropSlow: () => 'DROP TRIGGER slow',
  idle: (table) => [`CREATE TRIGGER idle BEFORE DELETE ON ${table} FOR EACH ROW SET @idle = 1`],
  lowers: (table, field) => [
    `CREATE TRIGGER lowers BEFORE UPDATE ON ${table} FOR EACH ROW SET NEW.${field} = LOWER(NEW.${field})`,
  ],
  rings: { loose: ring(''), tight: ring('NOT NULL') },
}

const ORDINARY = { charset: 'utf8mb4_general_ci', connectionLimit: 2, timezone: 'Z', dateStrings: true } as const

/** A database of its own on the server at this address. */
async function scratchOn(serverUrl: string, ddl: readonly string[]): Promise<Scratch> {
  const name = `source_${randomUUID().replaceAll('-', '')}`
  const { hostname, port, username } = new URL(serverUrl)
  const admin = createPool({ host: hostname, port: Number(port), user: username, ...ORDINARY })
  await admin.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`)
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  const sql = createPool({
    host: hostname,
    port: Number(port),
    user: username,
    database: name,
    ...ORDINARY,
    connectionLimit: 1,
  })
  const users: string[] = []
  const run = async (...statements: string[]) => {
    for (const statement of ["SET time_zone = '+00:00'", ...statements]) await sql.query(statement)
  }
  await run(...ddl)
  const ask = async (statement: string): Promise<Row[]> => {
    await sql.query("SET time_zone = '+00:00'")
    const [rows, fields] = await sql.query({ sql: statement, rowsAsArray: true, typeCast: false })
    return (rows as (Buffer | null)[][]).map((row) =>
      Object.fromEntries(fields.map(({ name: field }, at) => [field, row[at]?.toString('utf8') ?? null])),
    )
  }
  const ours = `FROM information_schema.PROCESSLIST WHERE DB = '${name}' AND ID <> CONNECTION_ID() AND COMMAND <> 'Sleep'`
  return {
    url: url.href,
    run,
    async insertTexts(table, words) {
      await sql.query(`CREATE TABLE ${table} (word varchar(200))`)
      await sql.query(`INSERT INTO ${table} VALUES ${words.map((word) => `(${text(word)})`).join(', ')}`)
    },
    rows: (table) => ask(`SELECT * FROM ${table} ORDER BY 1, 2`),
    async elsewhere() {
      await admin.query(`CREATE DATABASE ${name}_far`)
      return `${name}_far`
    },
    async account(...grants) {
      const user = `weak_${randomUUID().slice(0, 8)}`
      users.push(user)
      await admin.query(`CREATE USER ${user}@'127.0.0.1' IDENTIFIED BY 'weak'`)
      for (const [rights, table] of grants)
        await admin.query(`GRANT ${rights} ON ${name}.${table} TO ${user}@'127.0.0.1'`)
      return Object.assign(new URL(url), { username: user, password: 'weak' }).href
    },
    async endSessions() {
      const mine = (await ask(`SELECT CONNECTION_ID() AS ID`))[0]?.ID
      const rows = await ask(`SELECT ID FROM information_schema.PROCESSLIST WHERE DB = '${name}' AND ID <> ${mine}`)
      for (const { ID: id } of rows) await sql.query(`KILL CONNECTION ${id}`).catch(() => {})
    },
    async working(statement, table) {
      for (;;) {
        // Within a trigger it is the trigger's own statement that is shown.
        const at = `INFO LIKE '${statement} %${table}%' OR INFO LIKE '%SLEEP(30)%'`
        if ((await ask(`SELECT ID ${ours} AND (${at})`)).length > 0) return
        await wait(20)
      }
    },
    async drop() {
      await sql.end()
      for (const user of users) await admin.query(`DROP USER ${user}@'127.0.0.1'`)
      await admin.query(`DROP DATABASE IF EXISTS ${name}_far`)
      await admin.query(`DROP DATABASE ${name}`)
      await admin.end()
    },
  }
}

export const mysql: Harness = {
  kind: 'MariaDB',
  open: openMysql,
  scratch: (...ddl) => scratchOn(inject('mysqlUrl'), ddl),
  dialect,
  types: TYPES,
  async ownServer() {
    const server = await startMariaDb()
    return { ...server, scratch: (...ddl) => scratchOn(server.url, ddl) }
  },
}
