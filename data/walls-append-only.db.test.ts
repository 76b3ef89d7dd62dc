import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { signScope } from '#data/db.ts'
import { newRequest } from './codes/test-request.ts'

const app = new pg.Client({ connectionString: inject('appUrl') })
const owner = new pg.Client({ connectionString: inject('ownerUrl') })
beforeAll(async () => {
  await Promise.all([app.connect(), owner.connect()])
})
afterAll(async () => {
  await Promise.all([app.end(), owner.end()])
})

const TABLES = ['event', 'leaf', 'checkpoint', 'certificate', 'consent_receipt', 'ledger_entry', 'notice']
const CHANGES = [
  ['update', (table: string) => `update ${table} set controller_id = controller_id`],
  ['delete', (table: string) => `delete from ${table}`],
  ['truncate', (table: string) => `truncate ${table} cascade`],
] as const

async function attempt(client: pg.Client, ...statements: string[]): Promise<void> {
  await client.query('begin')
  try {
    for (const sql of statements) await client.query(sql)
  } finally {
    await client.query('rollback')
  }
}

let controllerId: string
let requestId: string
beforeAll(async () => {
  ;({ controllerId, requestId } = await newRequest())
  const [sourceId, fileId, eventId] = [randomUUID(), randomUUID(), randomUUID()]
  // One row in each table, so that a row trigger has something to refuse; put in as the owner, with the rules of the tables.
  await owner.query('begin')
  await owner.query(`insert into source values ($1, $2, 's', 's', 'postgres', 'ID', 0, '', now())`, [
    sourceId,
    controllerId,
  ])
  await owner.query(`insert into dataset values ($1, $2, $3, 1, '', now())`, [randomUUID(), controllerId, sourceId])
  await owner.query(
    `insert into task (id, controller_id, request_id, source_id, dataset_id, purpose, state, outcome)
     select $1, $2, $3, $4, id, 'erase', 'done', '{"verified": true}' from dataset where source_id = $4`,
    [randomUUID(), controllerId, requestId, sourceId],
  )
  await owner.query(`insert into vault_file values ($1, $2, $3, 'certificate', 1, 'x', now())`, [
    fileId,
    controllerId,
    requestId,
  ])
  await owner.query(
    `insert into certificate (id, controller_id, request_id, jws, kid, pdf_file_id, issued_at) values ($1, $2, $3, 'j', 'k', $4, now())`,
    [randomUUID(), controllerId, requestId, fileId],
  )
  await owner.query(
    `insert into consent_receipt (id, controller_id, request_id, jws, kid, sealed_salt, issued_at) values ($1, $2, $3, 'j', 'k', '', now())`,
    [randomUUID(), controllerId, requestId],
  )
  await owner.query(
    `insert into ledger_entry (id, controller_id, request_id, source_id, collection, method, key_hash, erased_at) values ($1, $2, $3, $4, 'c', 'delete', 'h', now())`,
    [randomUUID(), controllerId, requestId, sourceId],
  )
  await owner.query(
    `insert into event (id, controller_id, request_id, type, actor, data, at) values ($1, $2, $3, 't', '{}', '{}', now())`,
    [eventId, controllerId, requestId],
  )
  await owner.query(`insert into notice values ($1, $2, $3, $4, 'k', 'local', 'ID', now())`, [
    randomUUID(),
    controllerId,
    requestId,
    eventId,
  ])
  await owner.query(`insert into leaf values ($1, 0, $2, 'x')`, [controllerId, eventId])
  await owner.query(`insert into checkpoint values ($1, 1, 'n', '{}', now())`, [controllerId])
  await owner.query('commit')
})

describe.each(TABLES)('%s', (table) => {
  test.each(CHANGES)('the app may not %s it', async (_, sql) => {
    const scope = `select set_config('app.scope', '${signScope('tenant', [controllerId], Math.floor(Date.now() / 1000))}', true)`
    await expect(attempt(app, scope, sql(table))).rejects.toThrow(/permission denied/)
  })
  test.each(CHANGES)('not even its owner can %s it', async (_, sql) => {
    await expect(attempt(owner, sql(table))).rejects.toThrow(/append-only/)
  })
  test.each(CHANGES)('nor by pretending to replicate: %s', async (_, sql) => {
    await expect(attempt(owner, 'set local session_replication_role = replica', sql(table))).rejects.toThrow(
      /append-only/,
    )
  })
})

test('the app may not switch the triggers off, nor pretend to replicate', async () => {
  await expect(attempt(app, 'alter table event disable trigger all')).rejects.toThrow(/must be owner/)
  await expect(attempt(app, 'set local session_replication_role = replica')).rejects.toThrow(/permission denied/)
})

describe('a certificate states only what is proved', () => {
  const issue = `insert into certificate (id, controller_id, request_id, jws, kid, pdf_file_id, issued_at, supersedes_id)
    select gen_random_uuid(), controller_id, request_id, jws, kid, pdf_file_id, issued_at, id from certificate where request_id = '`
  const task = (set: string) => `update task set ${set} where request_id = '${requestId}'`

  test('with every task verified it is issued', async () => {
    await expect(attempt(owner, `${issue}${requestId}'`)).resolves.toBeUndefined()
  })
  test.each([
    ['not done', `state = 'running'`],
    ['failed', `state = 'failed'`],
    ['without an outcome', 'outcome = null'],
    ['not verified', `outcome = '{"verified": false}'`],
    ['silent about it', `outcome = '{}'`],
    ['of another purpose', `purpose = 'collect'`],
  ])('with a task %s it is not', async (_, set) => {
    await expect(attempt(owner, task(set), `${issue}${requestId}'`)).rejects.toThrow(/without proof/)
    const replica = 'set local session_replication_role = replica'
    await expect(attempt(owner, replica, task(set), `${issue}${requestId}'`)).rejects.toThrow(/without proof/)
  })
})
