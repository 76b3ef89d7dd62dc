import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterAll, afterEach, expect, inject, test, vi } from 'vitest'
import { keyId as idOf, loadMasterKey } from '#crypto/master-key.ts'

// The other tests of a run share one master key, and this one ends it: it brings a database of its own.
const name = `rotation_${process.pid}`
const server = new pg.Client({ connectionString: inject('databaseUrl') })
const addressOf = (url: string) => url.replace(/\/postgres$/, `/${name}`)
const text = (key: Uint8Array) => Buffer.from(key).toString('base64')
const [oldKey, newKey] = [randomBytes(32), randomBytes(32)]

/** Our modules as a process with these settings loads them. */
async function processWith(masterKey: Uint8Array) {
  vi.resetModules()
  process.env['DATABASE_URL'] = addressOf(inject('appUrl'))
  process.env['MASTER_KEY'] = text(masterKey)
  const [requests, requestKeys, signing, rotation, db] = await Promise.all([
    import('#data/codes/test-request.ts'),
    import('./request-key.ts'),
    import('#data/signing-keys/open.ts'),
    import('./rotate-master-key.ts'),
    import('#data/db.ts'),
  ])
  const ensure = await import('#data/signing-keys/ensure.ts')
  const { NOW } = await import('#data/test-controller.ts')
  return { ...requests, ...requestKeys, ...signing, ...rotation, ...db, ...ensure, NOW }
}
/** As an operator does it: `npm run migrate`, in a process of its own. */
const migrateWith = (masterKey: Uint8Array) =>
  promisify(execFile)(process.execPath, ['--import', 'tsx', 'cli/migrate.ts'], {
    env: {
      ...process.env,
      MIGRATE_DATABASE_URL: addressOf(inject('ownerUrl')),
      DATABASE_URL: addressOf(inject('appUrl')),
      MASTER_KEY: text(masterKey),
    },
  })

let close = async () => {}
afterEach(async () => {
  await close()
})
afterAll(async () => {
  await server.query(`drop database if exists ${name} with (force)`)
  await server.end()
})

test('the master key changes: what is sealed stays, opens with the new one, and no longer with the old', async () => {
  await server.connect()
  await server.query(`create database ${name}`)
  await migrateWith(oldKey)
  const before = await processWith(oldKey)
  close = before.closeDatabase
  await before.ensureSigningKey(before.NOW)
  const { system, controllerId, requestId, request } = await before.newRequest()
  const sealed = (await request()).sealed
  const { kid } = await before.transact(system, before.openSigningKey)

  const to = loadMasterKey({ masterKey: text(newKey), dataDir: '', allowGenerated: false })
  expect(await before.rotateMasterKey(to, before.NOW)).toEqual({ controllers: 1, signingKeys: 1 })
  expect(await before.rotateMasterKey(to, before.NOW)).toEqual({ controllers: 0, signingKeys: 0 })
  const rotated = await before.transact(system, (tx) => tx.event.findMany({ where: { type: 'key.rotated' } }))
  const ids = { key: 'master', from: idOf(oldKey), to: to.id }
  expect(rotated.map(({ data }) => data)).toEqual([ids])
  // Still running with the old key: it says so, and opens nothing.
  const reopen = before.transact(system, (tx) => before.openRequestKey(tx, { controllerId, id: requestId }))
  await expect(reopen).rejects.toThrow('The seal does not open')
  await expect(before.transact(system, before.openSigningKey)).rejects.toThrow('The seal does not open')
  await before.closeDatabase()

  await migrateWith(newKey)
  const after = await processWith(newKey)
  close = after.closeDatabase
  await after.transact(system, async (tx) => {
    const row = await tx.request.findUniqueOrThrow({ where: { id: requestId } })
    expect(row.sealed).toEqual(sealed)
    const owner = { controllerId, id: requestId }
    const key = await after.openRequestKey(tx, owner)
    if (!key || !row.sealed) throw new Error('nothing to open')
    expect(await after.openJsonFor(key, owner, 'details', row.sealed)).toMatchObject({ name: 'Siti Wahyuni' })
    expect((await after.openSigningKey(tx)).kid).toBe(kid)
  })
}, 60_000)
