import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { expect, inject } from 'vitest'
import { deriveKey } from '#crypto/master-key.ts'
import { migrate } from './migrate.ts'

/** A worker takes every event of its database, so a test that starts one gets a database of its own. */
async function ownDatabase(): Promise<string> {
  const name = `queue_${randomUUID().replaceAll('-', '')}`
  const owner = new pg.Client(inject('ownerUrl'))
  await owner.connect()
  await owner.query(`create database ${name}`)
  await owner.end()
  const swap = (url: string) => url.replace(/\/[^/]*$/, `/${name}`)
  const scopeKey = deriveKey(Buffer.from(inject('masterKey'), 'base64'), 'scope')
  await migrate(swap(inject('ownerUrl')), { scopeKey, appPassword: 'test' })
  return swap(inject('appUrl'))
}

const startsWorkers = expect.getState().testPath?.endsWith('.queue.db.test.ts') ?? false

// Before any of our modules reads its settings.
process.env.DATABASE_URL = startsWorkers ? await ownDatabase() : inject('appUrl')
process.env.MASTER_KEY = inject('masterKey')
process.env.DATA_DIR = startsWorkers ? `${inject('dataDir')}/${randomUUID()}` : inject('dataDir')
process.env.LOG_LEVEL ??= 'silent'
process.env.HTTP_SOURCE_LOOPBACK = '1'
