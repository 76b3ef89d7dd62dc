import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startPostgres } from './embedded.ts'

declare module 'vitest' {
  interface ProvidedContext {
    databaseUrl: string
  }
}

/** One throw-away PostgreSQL for all database tests of a run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const directory = mkdtempSync(join(tmpdir(), 'hakku-test-'))
  // Run as root, the server drops to its own account, which must be able to walk in.
  chmodSync(directory, 0o755)
  const server = await startPostgres(join(directory, 'db'), { password: 'test', fast: true })
  project.provide('databaseUrl', server.superuserUrl)
  return async () => {
    await server.stop()
    rmSync(directory, { recursive: true, force: true })
  }
}
