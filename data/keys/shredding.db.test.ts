import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import { newRequest } from '#data/codes/test-request.ts'
import { transact } from '#data/db.ts'
import { shredRequest } from '#data/requests/shred.ts'
import { NOW } from '#data/test-controller.ts'
import { openFile } from '#data/vault/read.ts'
import { recordFile, writeSealed } from '#data/vault/write.ts'
import { openJsonFor, openRequestKey } from './request-key.ts'

const owner = new pg.Client({ connectionString: inject('ownerUrl') })
beforeAll(() => owner.connect())
afterAll(() => owner.end())

type Test = Awaited<ReturnType<typeof newRequest>>

/** A request with a file in the vault, and what a backup of yesterday would hold of it. */
async function requestWithFile() {
  const request = await newRequest({ name: 'Budi Rahasia' })
  const { system, controllerId, requestId } = request
  const at = { controllerId, id: requestId }
  const fileId = await transact(system, async (tx) => {
    const key = await openRequestKey(tx, at)
    if (!key) throw new Error('a new request has a key')
    const writer = writeSealed(key, at, 'package')
    writer.stream.write('the answer to Budi')
    return (await recordFile(tx, at, await writer.finish(), NOW)).id
  })
  const path = join(inject('dataDir'), 'vault', controllerId, fileId)
  const dump = {
    row: (await owner.query('select sealed, contact_index from request where id = $1', [requestId])).rows[0],
    key: (await owner.query('select * from keys.request_key where request_id = $1', [requestId])).rows[0],
    file: readFileSync(path),
  }
  return { ...request, fileId, path, dump }
}

const shred = ({ system, requestId }: Test) =>
  transact(system, async (tx) =>
    shredRequest(tx, system, await tx.request.findUniqueOrThrow({ where: { id: requestId } }), NOW),
  )

const read = ({ system, controllerId, requestId }: Test) =>
  transact(system, async (tx): Promise<unknown> => {
    const { sealed } = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const key = await openRequestKey(tx, { controllerId, id: requestId })
    return key && sealed && openJsonFor(key, { controllerId, id: requestId }, 'details', sealed)
  })

const restoreRows = ({ requestId, dump }: Awaited<ReturnType<typeof requestWithFile>>) =>
  owner.query('update request set sealed = $2, contact_index = $3, shredded_at = null where id = $1', [
    requestId,
    dump.row.sealed,
    dump.row.contact_index,
  ])

test('a shredded request keeps its history and loses its person', async () => {
  const request = await requestWithFile()
  expect(await read(request)).toMatchObject({ name: 'Budi Rahasia' })
  await transact(request.system, (tx) =>
    tx.request.update({ where: { id: request.requestId }, data: { subjectCountry: 'DE' } }),
  )
  await shred(request)
  expect(await read(request)).toBeNull()
  expect(await request.request()).toMatchObject({
    ...{ sealed: null, contactIndex: null, subjectCountry: null, reference: request.reference },
  })
  expect(await request.events()).toContain('request.shredded')
  expect(readdirSync(join(inject('dataDir'), 'vault', request.controllerId))).toEqual([])
  await shred(request) // twice is once
  expect((await request.events()).filter((type) => type === 'request.shredded')).toHaveLength(1)
})

test('an older dump of the requests, put back, stays unreadable while the keys are kept apart', async () => {
  const request = await requestWithFile()
  await shred(request)
  await restoreRows(request)
  expect((await request.request()).sealed).not.toBeNull()
  expect(await read(request)).toBeNull()
  const { system, fileId } = request
  const opened = await transact(system, async (tx) => {
    await tx.vaultFile.update({ where: { id: fileId }, data: { deletedAt: null } })
    return openFile(tx, await tx.vaultFile.findUniqueOrThrow({ where: { id: fileId } }))
  })
  expect(opened).toBeNull()
})

test('it would be readable if the dump held the key too: that is what keeping them apart is for', async () => {
  const request = await requestWithFile()
  const { dump } = request
  await shred(request)
  await restoreRows(request)
  await owner.query('insert into keys.request_key values ($1, $2, $3, $4)', [
    dump.key.request_id,
    dump.key.controller_id,
    dump.key.wrapped,
    dump.key.created_at,
  ])
  expect(await read(request)).toMatchObject({ name: 'Budi Rahasia' })
})

test('a blob moved to another request, controller or class does not open', async () => {
  const [one, other] = [await newRequest(), await newRequest()]
  await owner.query('update request set sealed = (select sealed from request where id = $1) where id = $2', [
    one.requestId,
    other.requestId,
  ])
  await expect(read(other)).rejects.toThrow('The seal does not open')
  await owner.query(
    'update keys.request_key set wrapped = (select wrapped from keys.request_key where request_id = $1) where request_id = $2',
    [one.requestId, other.requestId],
  )
  await expect(read(other)).rejects.toThrow('The seal does not open')
  const { system, controllerId, requestId } = one
  await transact(system, async (tx) => {
    const { sealed } = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    const key = await openRequestKey(tx, { controllerId, id: requestId })
    if (!key || !sealed) throw new Error('nothing to open')
    await expect(openJsonFor(key, { controllerId, id: requestId }, 'refusal', sealed)).rejects.toThrow('does not open')
    await expect(openJsonFor(key, { controllerId, id: randomUUID() }, 'details', sealed)).rejects.toThrow(
      'does not open',
    )
  })
})

test('nothing personal of a request stands in the clear in any column of any table', async () => {
  const name = `Kenari ${randomUUID()}`
  const request = await newRequest({ name })
  const { email } = await newRequest({ name }, request)
  const { rows } = await owner.query<{ name: string }>(
    `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
     where table_schema in ('public', 'keys', 'hakku') and table_type = 'BASE TABLE'`,
  )
  for (const { name: table } of rows) {
    const found = await owner.query(
      `select count(*) from ${table} t where position($1 in t::text) + position($2 in t::text) > 0`,
      [name, email],
    )
    expect(Number(found.rows[0].count), table).toBe(0)
  }
})
