import type { TestProject } from 'vitest/node'
import { installMariaDb, startMariaDb } from './test-mariadb.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** an account of the throw-away MariaDB that may do everything */
    mysqlUrl: string
  }
}

/** One throw-away MariaDB for the run. */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  if (!installMariaDb()) throw new Error('There is no MariaDB here and no way to install one.')
  const server = await startMariaDb()
  project.provide('mysqlUrl', server.url)
  return server.stop
}
