import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { deriveKey } from '#crypto/master-key.ts'
import { startPostgres } from './embedded.ts'
import { migrate } from './migrate.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** the superuser's address of the throw-away server */
    databaseUrl: string
    /** the portal's own database, as its owner */
    ownerUrl: string
    /** the portal's own database, as the role hakku_app */
    appUrl: string
    masterKey: string
    dataDir: string
  }
}

const MASTER_KEY = Buffer.alloc(32, 7).toString('base64')

/** One throw-away PostgreSQL for all database tests of a run, with the portal's tables in it. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'hakku-test-'))
  // Run as root, the server drops to its own account, which must be able to walk in.
  chmodSync(directory, 0o755)
  const server = await startPostgres(join(directory, 'db'), { password: 'test', fast: true })
  await migrate(server.superuserUrl, {
    scopeKey: deriveKey(Buffer.from(MASTER_KEY, 'base64'), 'scope'),
    appPassword: 'test',
  })
  project.provide('databaseUrl', server.superuserUrl)
  project.provide('ownerUrl', server.superuserUrl)
  project.provide('appUrl', server.superuserUrl.replace('postgres:test@', 'hakku_app:test@'))
  project.provide('masterKey', MASTER_KEY)
  project.provide('dataDir', join(directory, 'data'))
  return async () => {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}
